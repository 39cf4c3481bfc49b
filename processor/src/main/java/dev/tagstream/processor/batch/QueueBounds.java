package dev.tagstream.processor.batch;

/**
 * What the queue before the engine may hold.
 *
 * @param maxRecords tasks
 * @param maxTokens tokens of data over all tasks
 */
public record QueueBounds(int maxRecords, int maxTokens) {
    public QueueBounds {
        if (maxRecords < 1 || maxTokens < 1) {
            throw new IllegalArgumentException("a queue of %d tasks, %d tokens".formatted(maxRecords, maxTokens));
        }
    }

    /** Whether so many more may join those that wait; an empty queue takes anything, or a huge request would wait forever. */
    boolean admit(int waiting, long waitingTokens, int more, long moreTokens) {
        return waiting == 0 || (waiting + more <= maxRecords && waitingTokens + moreTokens <= maxTokens);
    }
}
