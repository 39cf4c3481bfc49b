package dev.tagstream.bench.stream;

import dev.tagstream.model.engine.EngineFigures;
import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;

/** Hands everything on to another scorer, and lets a bench look at what is scored. */
public abstract class ForwardingScorer implements Scorer {
    private final Scorer scorer;

    /** @param scorer closed with this */
    public ForwardingScorer(Scorer scorer) {
        this.scorer = scorer;
    }

    /** Has {@code batch} scored; on the thread that scores. */
    public abstract List<Score> score(PreparedBatch batch);

    @Override
    public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
        PreparedBatch batch = scorer.prepare(tasks, tags);
        return new PreparedBatch() {
            @Override
            public Workload workload() {
                return batch.workload();
            }

            @Override
            public List<Score> score() {
                return ForwardingScorer.this.score(batch);
            }

            @Override
            public void close() {
                batch.close();
            }
        };
    }

    @Override
    public SpanText tokenize(String domain, String text) {
        return scorer.tokenize(domain, text);
    }

    @Override
    public String modelFingerprint() {
        return scorer.modelFingerprint();
    }

    @Override
    public String tokenizerFingerprint() {
        return scorer.tokenizerFingerprint();
    }

    @Override
    public int width() {
        return scorer.width();
    }

    @Override
    public int layers() {
        return scorer.layers();
    }

    @Override
    public EngineFigures figures() {
        return scorer.figures();
    }

    @Override
    public void close() {
        scorer.close();
    }
}
