package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.tags.ActiveTags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine and its two threads: the planner takes batches that are due and prepares them, the engine thread scores them. The queue
 * lets the planner be one batch ahead, so what passes between the two is one batch at most.
 *
 * <p>Assumes: {@link #start} and {@link #runOnce} are not both used.
 *
 * <p>Guarantees: a batch is scored with the tags that are in use when the engine turns to it, whatever they were when it was prepared;
 * only the engine thread scores, and closes what was prepared, scored or not; a failure of either thread closes the queue
 * and is told once.
 */
final class EngineWorker {
    private static final Logger log = LoggerFactory.getLogger(EngineWorker.class);
    private static final double NANOS = 1e9;

    private final int engine;
    private final Scorer scorer;
    private final WorkQueue queue;
    private final ActiveTags tags;
    private final BatchScoring scoring;
    private final LongSupplier nanoClock;
    private final WarmUp warmUp;
    private final BatchListener listener;
    private final Consumer<Throwable> onFailure;
    private final BlockingQueue<Optional<Plan>> handOver = new LinkedBlockingQueue<>(); // nothing at the end
    private final CountDownLatch warm = new CountDownLatch(1);
    private final Thread planner;
    private final Thread engineThread;
    private volatile BatchBudget budget; // written by the engine thread alone

    /**
     * @param engine its number in the queue
     * @param onFailure told why the lane takes no more work, after the queue was closed
     */
    EngineWorker(
            int engine,
            Scorer scorer,
            WorkQueue queue,
            ActiveTags tags,
            ShadowHealth trials,
            BatchPolicy policy,
            InstantSource clock,
            LongSupplier nanoClock,
            WarmUp warmUp,
            BatchListener listener,
            Consumer<Throwable> onFailure) {
        this.engine = engine;
        this.scorer = scorer;
        this.queue = queue;
        this.tags = tags;
        this.scoring = new BatchScoring(scorer, clock, trials, this::lowerBudget);
        this.nanoClock = nanoClock;
        this.warmUp = warmUp;
        this.listener = listener;
        this.onFailure = onFailure;
        this.budget = BatchBudget.of(policy);
        this.planner = new Thread(this::plan, "planner-" + engine);
        this.engineThread = new Thread(this::run, "engine-" + engine);
        planner.setDaemon(true);
        engineThread.setDaemon(true);
    }

    void start() {
        engineThread.start();
    }

    /** Waits until the engine takes work, or has failed to. */
    void awaitWarm() throws InterruptedException {
        warm.await();
    }

    boolean isWarm() {
        return warm.getCount() == 0;
    }

    /** Waits until both threads have ended, or not any longer than that. */
    void join(Duration patience) throws InterruptedException {
        engineThread.join(patience.toMillis());
    }

    /** Prepares and scores the next batch on this thread if one is due; false if none was. */
    boolean runOnce() {
        List<Submission> batch = queue.takeDue(engine, budget);
        if (batch.isEmpty()) {
            return false;
        }
        score(scoring.prepare(batch, tags.current()));
        return true;
    }

    BatchBudget budget() {
        return budget;
    }

    private void plan() {
        try {
            while (true) {
                List<Submission> batch = queue.awaitDue(engine, this::budget);
                if (batch.isEmpty()) {
                    return;
                }
                handOver.add(Optional.of(scoring.prepare(batch, tags.current())));
            }
        } catch (Throwable unexpected) { // an Error too: stream threads must learn of it, or they would wait forever
            fail(unexpected);
        } finally {
            handOver.add(Optional.empty());
        }
    }

    private void run() {
        try {
            budget = budget.withCost(warmUp.run(scorer));
            planner.start();
        } catch (Throwable unexpected) {
            fail(unexpected);
            return;
        } finally {
            warm.countDown();
        }
        try {
            scoreAllThatComes();
        } catch (Throwable unexpected) {
            fail(unexpected);
            dropAllThatComes();
        }
    }

    private void scoreAllThatComes() throws InterruptedException {
        for (Optional<Plan> next = handOver.take(); next.isPresent(); next = handOver.take()) {
            if (queue.isClosed()) {
                next.get().drop();
            } else {
                score(scoring.renewed(next.get(), tags.current()));
            }
        }
    }

    private void dropAllThatComes() {
        try {
            for (Optional<Plan> next = handOver.take(); next.isPresent(); next = handOver.take()) {
                next.get().drop();
            }
        } catch (InterruptedException | RuntimeException e) {
            log.warn("What was prepared for a broken engine could not be dropped: {}", e.toString());
        }
    }

    private void score(Plan plan) {
        long start = nanoClock.getAsLong();
        boolean whole = scoring.score(plan);
        long nanos = nanoClock.getAsLong() - start;
        if (!plan.submissions().isEmpty()) {
            BatchSize amount = BatchSizeTracker.of(plan.submissions());
            if (whole) {
                budget = budget.afterSuccess(amount, nanos / NANOS);
            }
            listener.scored(engine, amount.tasks(), amount.tokens(), Duration.ofNanos(nanos));
        }
        queue.finished(engine);
    }

    private void fail(Throwable unexpected) {
        queue.close();
        log.error("An engine stopped; this process takes no more work", unexpected);
        onFailure.accept(unexpected);
    }

    private void lowerBudget(BatchSize failed) {
        BatchBudget lower = budget.afterOverflow(failed);
        if (lower.tokenCeiling() < budget.tokenCeiling() || lower.byteCeiling() < budget.byteCeiling()) {
            log.warn(
                    "A batch of {} tokens did not fit into the device's memory; batches now hold {} instead of {}",
                    failed.tokens(),
                    lower.tokenCeiling(),
                    budget.tokenCeiling());
        }
        budget = lower;
    }
}
