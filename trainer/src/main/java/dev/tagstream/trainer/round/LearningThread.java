package dev.tagstream.trainer.round;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a process that learns, and the states of its round.
 *
 * <p>Assumes: whoever starts a round settles or abandons it, from any thread.
 *
 * <p>Guarantees: one round at a time, of all stream tasks of the process; nobody waits for it; after {@link #close} none begins. An
 * error of the JVM ends the process, by way of whoever asks for the outcome.
 */
public final class LearningThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LearningThread.class);
    private static final long CLOSE_PATIENCE_SECONDS = 60;

    private final Round round;
    private final RoundListener listener;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "learning"));
    private RoundState state = RoundState.COLLECTING;
    private @Nullable RunningRound running;
    private boolean closed;

    public LearningThread(
            Learner learner, Scorer scorer, RoundOptions options, InstantSource clock, RoundListener listener) {
        this.round = new Round(learner, scorer, options, clock);
        this.listener = listener;
    }

    public synchronized RoundState state() {
        return state;
    }

    /** Whether a round that is asked for now would begin. */
    public synchronized boolean isFree() {
        return running == null && !closed;
    }

    /** Begins a round, unless another is on. */
    public synchronized Optional<RunningRound> start(RoundRequest request) {
        if (!isFree()) {
            return Optional.empty();
        }
        RunningRound next = new RunningRound(request, this);
        running = next;
        thread.execute(() -> {
            try {
                run(next);
            } catch (
                    Throwable
                            unexpected) { // an Error too: the stream thread must learn of it, or it would wait for ever
                log.error("The learning thread has ended", unexpected);
                next.failed(unexpected);
            }
        });
        return Optional.of(next);
    }

    private void run(RunningRound one) {
        if (reach(one, RoundState.TRAINING)) {
            RoundOutcome outcome =
                    round.run(one.request(), () -> reach(one, RoundState.JUDGING), progress -> !one.isOver());
            if (reach(one, RoundState.PUBLISHING)) {
                one.decided(outcome);
            }
        }
    }

    /** Whether the round is still on; one that is over reaches nothing. */
    private boolean reach(RunningRound one, RoundState next) {
        synchronized (this) {
            if (running != one || one.isOver()) {
                return false;
            }
            move(one, next);
        }
        listener.reached(one.request().function().name(), next);
        return true;
    }

    void ended(RunningRound one) {
        synchronized (this) {
            if (running != one) {
                return;
            }
            if (state != RoundState.COLLECTING) { // else it was abandoned before it began
                move(one, RoundState.COLLECTING);
            }
            running = null;
        }
        listener.reached(one.request().function().name(), RoundState.COLLECTING);
    }

    private void move(RunningRound one, RoundState next) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("a round can't go from %s to %s".formatted(state, next));
        }
        log.info("Learning of {}: {} -> {}", one.request().function().name(), state, next);
        state = next;
    }

    /** Abandons what is on, and waits for the thread to end. */
    @Override
    public void close() {
        RunningRound last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        if (last != null) {
            last.abandon();
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn(
                        "The learning thread has not ended after {} s; it will, at the call that it is in",
                        CLOSE_PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
