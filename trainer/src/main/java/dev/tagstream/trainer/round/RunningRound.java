package dev.tagstream.trainer.round;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A round on its way, in the hand of the stream task that asked for it. The task either settles it, once it has forwarded what
 * came of it, or abandons it; until then no other round begins.
 */
public final class RunningRound {
    private final RoundRequest request;
    private final LearningThread thread;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable RoundOutcome outcome;
    private volatile @Nullable Throwable failure;

    RunningRound(RoundRequest request, LearningThread thread) {
        this.request = request;
        this.thread = thread;
    }

    public RoundRequest request() {
        return request;
    }

    /**
     * What came of it; empty while it is on.
     *
     * @throws IllegalStateException if the learning thread ended by an error, after which no process should go on
     */
    public Optional<RoundOutcome> outcome() {
        Throwable error = failure;
        if (error != null) {
            throw new IllegalStateException("the learning thread has ended: " + error, error);
        }
        return Optional.ofNullable(outcome);
    }

    /** Says that the outcome was forwarded. */
    public void settle() {
        end();
    }

    /** Says that nobody waits for the outcome any more; learning stops at its next step. */
    public void abandon() {
        end();
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            thread.ended(this);
        }
    }

    boolean isOver() {
        return over.get();
    }

    void decided(RoundOutcome decided) {
        outcome = decided;
    }

    void failed(Throwable error) {
        failure = error;
    }
}
