package dev.tagstream.processor.batch;

import dev.tagstream.schemas.RequestLane;

/**
 * What the queue before the engine may hold, for each lane by itself: one that is full does not hold the other up.
 *
 * @param maxRecords tasks of the bulk lane
 * @param maxTokens tokens of data over all tasks of a lane
 * @param interactiveRecords tasks of the interactive lane
 */
public record QueueBounds(int maxRecords, int maxTokens, int interactiveRecords) {
    public QueueBounds {
        if (maxRecords < 1 || maxTokens < 1 || interactiveRecords < 1) {
            throw new IllegalArgumentException("a queue of %d tasks, %d tokens, %d interactive tasks"
                    .formatted(maxRecords, maxTokens, interactiveRecords));
        }
    }

    /** As many for either lane. */
    public QueueBounds(int maxRecords, int maxTokens) {
        this(maxRecords, maxTokens, maxRecords);
    }

    /** Whether so many more may join those of a lane that wait; an empty lane takes anything, or a huge request would wait forever. */
    boolean admit(RequestLane lane, int waiting, long waitingTokens, int more, long moreTokens) {
        int records = lane == RequestLane.INTERACTIVE ? interactiveRecords : maxRecords;
        return waiting == 0 || (waiting + more <= records && waitingTokens + moreTokens <= maxTokens);
    }

    /** The most tasks that wait in all, but for a request that is larger by itself. */
    public int allRecords() {
        return maxRecords + interactiveRecords;
    }
}
