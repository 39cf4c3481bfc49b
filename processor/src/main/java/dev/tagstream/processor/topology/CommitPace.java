package dev.tagstream.processor.topology;

import java.time.Duration;

/**
 * When a stream thread commits before Kafka Streams would by itself. A commit costs the broker a transaction over all partitions,
 * whatever it holds: where requests wait long for an engine, waiting as long again for a commit makes little difference to them, and
 * where they hardly wait, it would be most of what they wait for.
 *
 * <p>Shared by the tasks of one thread, since one commits for all.
 */
final class CommitPace {
    /** Answers wait no less than this, so that a trickle of requests is not a transaction each. */
    static final Duration SHORTEST = Duration.ofMillis(100);

    private final long passMs;
    private long lastMs;
    private boolean asked;

    /** @param pass within which every task of the thread has its turn to ask */
    CommitPace(Duration pass) {
        this.passMs = pass.toMillis();
    }

    /**
     * Whether a task should ask for a commit now; once it should, all tasks that come within a pass should too, since only those
     * with something to commit are heard.
     *
     * @param nowMs wall clock
     * @param waited by the request that waits longest for an engine
     */
    boolean isDue(long nowMs, Duration waited) {
        long since = nowMs - lastMs;
        boolean due = !asked || since < 0 || since >= Math.max(SHORTEST.toMillis(), waited.toMillis());
        if (due) {
            lastMs = nowMs;
            asked = true;
        }
        return due || since < passMs;
    }
}
