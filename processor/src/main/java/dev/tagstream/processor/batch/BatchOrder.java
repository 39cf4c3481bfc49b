package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Arrays;
import java.util.Comparator;

/** The order inside a batch: tasks with the same function and the same first span meet, and neighbours are of like length. */
final class BatchOrder implements Comparator<Submission> {
    private static final Comparator<ScoringTask> ORDER = Comparator.comparing(ScoringTask::function)
            .thenComparing(BatchOrder::compareFirstSpan)
            .thenComparingInt(ScoringTask::dataTokens);

    @Override
    public int compare(Submission left, Submission right) {
        return ORDER.compare(left.task(), right.task());
    }

    private static int compareFirstSpan(ScoringTask left, ScoringTask right) {
        if (left.spans().isEmpty() || right.spans().isEmpty()) {
            return Integer.compare(left.spans().size(), right.spans().size());
        }
        SpanText first = left.spans().get(0);
        SpanText second = right.spans().get(0);
        int byDomain = first.domain().compareTo(second.domain());
        return byDomain != 0 ? byDomain : compareIds(first.ids(), second.ids());
    }

    /** Shorter first, so that neighbours are of like length even where their first spans differ. */
    private static int compareIds(int[] left, int[] right) {
        return left.length != right.length ? Integer.compare(left.length, right.length) : Arrays.compare(left, right);
    }
}
