package dev.tagstream.processor.batch;

/**
 * How much waits or goes into a batch; a span that several tasks share is counted once.
 *
 * @param tasks tasks
 * @param tokens tokens of data over all tasks, those of a shared span once for each task
 * @param spans distinct spans
 * @param spanTokens tokens of data over distinct spans
 * @param spanSquares squares of these numbers, summed; what attention inside spans grows with
 */
record BatchSize(int tasks, long tokens, int spans, long spanTokens, long spanSquares) {
    static final BatchSize NONE = new BatchSize(0, 0, 0, 0, 0);
}
