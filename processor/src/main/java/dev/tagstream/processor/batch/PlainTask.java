package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;

/** Data that any engine in order can score: tells a broken engine from tasks that break it. */
final class PlainTask {
    private PlainTask() {}

    /** For the same function and of the same domains; of a domain that nothing plain is known for, the data itself. */
    static ScoringTask like(ScoringTask task, Scorer scorer) {
        return new ScoringTask(
                task.function(),
                task.spans().stream().map(span -> plain(span, scorer)).toList());
    }

    private static SpanText plain(SpanText span, Scorer scorer) {
        return Domain.named(span.domain())
                .map(domain -> scorer.tokenize(domain.name(), domain.sample()))
                .orElse(span);
    }
}
