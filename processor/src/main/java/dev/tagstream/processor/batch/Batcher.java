package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.TagId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one way to the engines of a process, one for each device: stream threads offer tasks, engines score them in batches and answer
 * into mailboxes.
 *
 * <p>Assumes: nobody else prepares or scores with the scorers; {@link #runOnce} is called by a test that never calls {@link #start}.
 *
 * <p>Guarantees: a task that was accepted is answered once, unless its mailbox was closed or the engines became unavailable;
 * every batch, its halves included, is scored with one image of the tags; an offer never waits longer than it was told to;
 * once an engine is unavailable, every call says so with {@link EngineUnavailable}.
 */
public final class Batcher implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofMinutes(1);

    private final WorkQueue queue;
    private final ShadowHealth trials = new ShadowHealth();
    private final List<EngineWorker> lanes;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** @param scorers of the same model, one for each device */
    public Batcher(
            List<? extends Scorer> scorers, ActiveTags tags, BatchPolicy policy, QueueBounds bounds, WarmUp warmUp) {
        this(scorers, tags, policy, bounds, warmUp, BatchListener.SILENT);
    }

    /** @param listener follows the batches */
    public Batcher(
            List<? extends Scorer> scorers,
            ActiveTags tags,
            BatchPolicy policy,
            QueueBounds bounds,
            WarmUp warmUp,
            BatchListener listener) {
        this(scorers, tags, policy, bounds, warmUp, InstantSource.system(), System::nanoTime, listener);
    }

    /** @param nanoClock measures the age of what waits, like {@link System#nanoTime} */
    public Batcher(
            List<? extends Scorer> scorers,
            ActiveTags tags,
            BatchPolicy policy,
            QueueBounds bounds,
            WarmUp warmUp,
            InstantSource clock,
            LongSupplier nanoClock) {
        this(scorers, tags, policy, bounds, warmUp, clock, nanoClock, BatchListener.SILENT);
    }

    private Batcher(
            List<? extends Scorer> scorers,
            ActiveTags tags,
            BatchPolicy policy,
            QueueBounds bounds,
            WarmUp warmUp,
            InstantSource clock,
            LongSupplier nanoClock,
            BatchListener listener) {
        this.queue = new WorkQueue(bounds, scorers.size(), nanoClock, listener);
        this.lanes = IntStream.range(0, scorers.size())
                .mapToObj(engine -> new EngineWorker(
                        engine,
                        scorers.get(engine),
                        queue,
                        tags,
                        trials,
                        policy,
                        clock,
                        nanoClock,
                        warmUp,
                        listener,
                        cause -> failure.compareAndSet(null, cause)))
                .toList();
    }

    /**
     * Starts the engines and waits until all are warm.
     *
     * @throws EngineUnavailable if one can't be warmed up
     */
    public void start() {
        lanes.forEach(EngineWorker::start);
        try {
            for (EngineWorker lane : lanes) {
                lane.awaitWarm();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ensureAvailable();
    }

    /**
     * Offers the tasks of one request, all or none, and waits for room no longer than {@code patience}.
     *
     * @return false if there was no room
     * @throws EngineUnavailable if the engines take no more work
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

    /** Whether every engine is warm and takes work. */
    public boolean isReady() {
        return !closed && failure.get() == null && lanes.stream().allMatch(EngineWorker::isWarm);
    }

    /** Throws {@link EngineUnavailable} if the engines take no more work. */
    public void ensureAvailable() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new EngineUnavailable("the engine thread stopped: " + cause.getMessage(), cause);
        }
        if (closed) {
            throw new EngineUnavailable("the engine is closed", null);
        }
    }

    /** Scores the next batch of the first engine that has one due; false if none has. */
    public boolean runOnce() {
        return lanes.stream().anyMatch(EngineWorker::runOnce);
    }

    /** Candidates on trial that could not score every task, each with the first reason why. */
    public Map<TagId, String> shadowTroubles() {
        return trials.troubles();
    }

    /** Tasks that wait for an engine. */
    public int waiting() {
        return queue.size();
    }

    /** How long the oldest task of a lane has waited that no engine has taken yet; zero if none waits. */
    public Duration longestWait(RequestLane lane) {
        return queue.longestWait(lane);
    }

    /** Tokens a batch may hold now, on the engine that can hold least: as configured, or less after a device ran out of memory. */
    public int tokenBudget() {
        return lanes.stream()
                .mapToInt(lane -> lane.budget().tokenCeiling())
                .min()
                .orElse(0);
    }

    /** Lets the batches in hand finish, drops what still waits, and ends the engines' threads. The scorers stay open. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        try {
            for (EngineWorker lane : lanes) {
                lane.join(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
