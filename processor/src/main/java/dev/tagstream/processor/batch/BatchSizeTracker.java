package dev.tagstream.processor.batch;

import dev.tagstream.tags.prompt.SpanText;
import java.util.HashMap;
import java.util.Map;

/** Adds up and takes off what waits or goes into a batch. Not safe for several threads. */
final class BatchSizeTracker {
    private final Map<SpanText, Integer> users = new HashMap<>(); // of each span
    private int tasks;
    private long tokens;
    private long spanTokens;
    private long spanSquares;

    static BatchSize of(Iterable<Submission> submissions) {
        BatchSizeTracker load = new BatchSizeTracker();
        submissions.forEach(load::add);
        return load.amount();
    }

    void add(Submission submission) {
        tasks++;
        tokens += submission.tokens();
        for (SpanText span : submission.task().spans()) {
            if (users.merge(span, 1, Integer::sum) == 1) {
                count(span, 1);
            }
        }
    }

    /** Takes off what was added before. */
    void remove(Submission submission) {
        tasks--;
        tokens -= submission.tokens();
        for (SpanText span : submission.task().spans()) {
            if (users.merge(span, -1, Integer::sum) == 0) {
                users.remove(span);
                count(span, -1);
            }
        }
    }

    private void count(SpanText span, int sign) {
        long length = span.ids().length;
        spanTokens += sign * length;
        spanSquares += sign * length * length;
    }

    int tasks() {
        return tasks;
    }

    long tokens() {
        return tokens;
    }

    BatchSize amount() {
        return new BatchSize(tasks, tokens, users.size(), spanTokens, spanSquares);
    }
}
