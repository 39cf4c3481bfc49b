package dev.tagstream.processor.batch;

import java.time.Duration;

/** Follows the batches of a process. Called by the engines' own threads, once a batch, so it must return at once. */
public interface BatchListener {
    BatchListener SILENT = new BatchListener() {
        @Override
        public void taken(Duration waited) {}

        @Override
        public void scored(int engine, int tasks, long tokens, Duration took) {}
    };

    /**
     * A batch leaves the queue.
     *
     * @param waited time its oldest task was there
     */
    void taken(Duration waited);

    /**
     * A batch was scored or has failed, its halves included.
     *
     * @param engine counted from 0
     * @param tokens of data
     */
    void scored(int engine, int tasks, long tokens, Duration took);
}
