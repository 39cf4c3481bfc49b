package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Scorer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the one engine of a process: stream threads offer tasks, the engine thread scores them in batches and
 * answers into mailboxes.
 *
 * <p>Assumes: nobody else calls {@link Scorer#score}; {@link #runOnce} is called by the engine thread that {@link #start}
 * starts, or by a test that never starts it.
 *
 * <p>Guarantees: a task that was accepted is answered once, unless its mailbox was closed or the engine became unavailable;
 * every batch, its halves included, is scored with one image of the tags; an offer never waits longer than it was told to;
 * once the engine is unavailable, every call says so with {@link EngineUnavailable}.
 */
public final class Batcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);

    private final ActiveTags tags;
    private final WorkQueue queue;
    private final BatchScoring scoring;
    private final Thread engineThread = new Thread(this::run, "engine");
    private volatile BatchPolicy policy;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    public Batcher(Scorer scorer, ActiveTags tags, BatchPolicy policy, QueueBounds bounds) {
        this(scorer, tags, policy, bounds, InstantSource.system(), System::nanoTime);
    }

    /** @param nanoClock measures the age of what waits, like {@link System#nanoTime} */
    public Batcher(
            Scorer scorer,
            ActiveTags tags,
            BatchPolicy policy,
            QueueBounds bounds,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.tags = tags;
        this.policy = policy;
        this.queue = new WorkQueue(bounds, nanoClock);
        this.scoring = new BatchScoring(scorer, clock, this::lowerBudget);
    }

    public void start() {
        engineThread.setDaemon(true);
        engineThread.start();
    }

    /**
     * Offers the tasks of one request, all or none, and waits for room no longer than {@code patience}.
     *
     * @return false if there was no room
     * @throws EngineUnavailable if the engine takes no more work
     */
    public boolean offer(List<Submission> request, Duration patience) {
        ensureAvailable();
        try {
            boolean taken = queue.offer(request, patience);
            ensureAvailable();
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Throws {@link EngineUnavailable} if the engine takes no more work. */
    public void ensureAvailable() {
        Throwable cause = failure;
        if (cause != null) {
            throw new EngineUnavailable("the engine thread stopped: " + cause.getMessage(), cause);
        }
        if (closed) {
            throw new EngineUnavailable("the engine is closed", null);
        }
    }

    /** Scores the next batch if one is due; false if none was. */
    public boolean runOnce() {
        List<Submission> batch = queue.takeDue(policy);
        if (batch.isEmpty()) {
            return false;
        }
        scoring.score(batch, tags.current());
        return true;
    }

    /** Tasks that wait for the engine. */
    public int waiting() {
        return queue.size();
    }

    /** Tokens a batch may hold now: as configured, or less after the device ran out of memory. */
    public int tokenBudget() {
        return policy.maxTokens();
    }

    /** Lets the batch in hand finish, drops what still waits, and ends the engine thread. The scorer stays open. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        try {
            engineThread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (!runOnce()) {
                    queue.awaitDue(policy);
                }
            }
        } catch (Throwable unexpected) { // an Error too: stream threads must learn of it, or they would wait forever
            failure = unexpected;
            queue.close();
            log.error("The engine thread stopped; this process takes no more work", unexpected);
        }
    }

    private void lowerBudget(int failedTokens) {
        BatchPolicy lower = policy.afterOverflow(failedTokens);
        if (lower.maxTokens() < policy.maxTokens()) {
            log.warn(
                    "A batch of {} tokens did not fit into the device's memory; batches now hold {} instead of {}",
                    failedTokens,
                    lower.maxTokens(),
                    policy.maxTokens());
            policy = lower;
        }
    }
}
