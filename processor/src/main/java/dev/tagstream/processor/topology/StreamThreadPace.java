package dev.tagstream.processor.topology;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long one stream thread waits, and how often it commits. One for each thread, shared by the tasks it has: a thread that
 * waits keeps all of them waiting, and a commit commits for all.
 *
 * <p>Waiting: while the batcher's queue is full, tasks wait for room, so that reading slows down to what the engines score.
 * The time for that between two punctuations is a small part of the transaction timeout; whichever task tidies gives it anew.
 * Once it is spent, requests go to the store unsubmitted, for no transaction may stay open for long.
 *
 * <p>Committing: a commit costs the broker a transaction over all partitions, whatever it holds. Where requests wait long for an
 * engine, waiting as long again for a commit makes little difference to them, and where they hardly wait, it would be most of
 * what they wait for. So a thread asks for one before Kafka Streams would by itself.
 */
final class StreamThreadPace {
    /** How long a finished outcome waits to be sent, at most, and how often an idle task looks. */
    static final Duration TIDYING_INTERVAL = Duration.ofMillis(20);

    /** Outcomes that arrive while a task waits for room are forwarded this often. */
    private static final Duration WAITING_SLICE = Duration.ofMillis(20);

    /** Answers wait no less than this for a commit, so that a trickle of requests is not a transaction each. */
    private static final Duration SHORTEST_COMMIT_INTERVAL = Duration.ofMillis(100);

    private final Duration longestWait;
    private final LongSupplier nanoClock;
    private Duration waitLeft;
    private long lastCommitMs;
    private boolean committed;

    StreamThreadPace(Duration longestWait, LongSupplier nanoClock) {
        this.longestWait = longestWait;
        this.nanoClock = nanoClock;
        this.waitLeft = longestWait;
    }

    /**
     * Gives each thread that asks its own.
     *
     * @param longestWait for room between two punctuations
     */
    static Supplier<StreamThreadPace> perThread(Duration longestWait) {
        ThreadLocal<StreamThreadPace> paces =
                ThreadLocal.withInitial(() -> new StreamThreadPace(longestWait, System::nanoTime));
        return paces::get;
    }

    /** Whether there is time left to wait for room. */
    boolean mayWait() {
        return !waitLeft.isNegative() && !waitLeft.isZero();
    }

    /** Lets {@code waiting} wait for one slice at most, and takes what it used from the time there is. */
    void waitWith(Consumer<Duration> waiting) {
        long start = nanoClock.getAsLong();
        waiting.accept(waitLeft.compareTo(WAITING_SLICE) < 0 ? waitLeft : WAITING_SLICE);
        waitLeft = waitLeft.minusNanos(nanoClock.getAsLong() - start);
    }

    void refill() {
        waitLeft = longestWait;
    }

    /**
     * Whether a task should ask for a commit now; once it should, all tasks that come within a pass should too, since only those
     * with something to commit are heard.
     *
     * @param nowMs wall clock
     * @param waited by the request that waits longest for an engine
     */
    boolean isCommitDue(long nowMs, Duration waited) {
        long since = nowMs - lastCommitMs;
        boolean due =
                !committed || since < 0 || since >= Math.max(SHORTEST_COMMIT_INTERVAL.toMillis(), waited.toMillis());
        if (due) {
            lastCommitMs = nowMs;
            committed = true;
        }
        return due || since < TIDYING_INTERVAL.toMillis();
    }
}
