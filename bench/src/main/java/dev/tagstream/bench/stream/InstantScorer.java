package dev.tagstream.bench.stream;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Answers at once, so that what a stream costs without its engine can be measured. It tokenises as the scorer it stands in for and
 * names the tags it was given; its numbers differ with the data, and mean nothing.
 */
public final class InstantScorer implements Scorer {
    private final Scorer original;

    /** @param original tokenises, and gives its name to tags and predictions; never asked to score; closed with this */
    public InstantScorer(Scorer original) {
        this.original = original;
    }

    @Override
    public String modelFingerprint() {
        return original.modelFingerprint();
    }

    @Override
    public String tokenizerFingerprint() {
        return original.tokenizerFingerprint();
    }

    @Override
    public int width() {
        return original.width();
    }

    @Override
    public int layers() {
        return original.layers();
    }

    @Override
    public SpanText tokenize(String domain, String text) {
        return original.tokenize(domain, text);
    }

    @Override
    public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
        return new PreparedBatch() {
            @Override
            public Workload workload() {
                return Workload.NONE;
            }

            @Override
            public List<Score> score() {
                return tasks.stream().map(task -> answer(task, tags)).toList();
            }

            @Override
            public void close() {}
        };
    }

    private static Score answer(ScoringTask task, TagSet tags) {
        FunctionTag function = task.tagIn(tags).orElseThrow();
        List<TagId> domains = function.template().domains().stream()
                .map(domain -> tags.domain(domain).orElseThrow().id())
                .toList();
        int classes = function.classes().size();
        double unknown = Math.sin(task.spans().hashCode());
        return new Score(
                classes > 0 ? 1.0 / classes : function.targetMean() + function.targetStandardDeviation() * unknown,
                function.members().size() > 1 ? OptionalDouble.of(Math.abs(unknown)) : OptionalDouble.empty(),
                Collections.nCopies(classes, 1.0 / classes),
                function.unit(),
                function.id(),
                domains,
                task.dataTokens() + function.members().get(0).rows().rows(),
                task.truncated());
    }

    @Override
    public void close() {
        original.close();
    }
}
