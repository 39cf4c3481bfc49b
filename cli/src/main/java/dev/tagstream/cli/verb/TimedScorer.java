package dev.tagstream.cli.verb;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.TagSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A scorer that knows how long it has been scoring; the rest of the time, an engine waits for its stream. */
final class TimedScorer implements Scorer {
    private final Scorer scorer;
    private final LongAdder nanos = new LongAdder();

    TimedScorer(Scorer scorer) {
        this.scorer = scorer;
    }

    /** Spent scoring so far, in batches that are done. */
    double seconds() {
        return nanos.sum() / 1e9;
    }

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
                long start = System.nanoTime();
                try {
                    return batch.score();
                } finally {
                    nanos.add(System.nanoTime() - start);
                }
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
    public void close() {
        scorer.close();
    }
}
