package dev.tagstream.bench.stream;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A scorer that knows how long it has been scoring; the rest of the time, an engine waits for its stream. */
final class TimedScorer extends ForwardingScorer {
    private final LongAdder nanos = new LongAdder();

    TimedScorer(Scorer scorer) {
        super(scorer);
    }

    /** Spent scoring so far, in batches that are done. */
    double seconds() {
        return nanos.sum() / 1e9;
    }

    @Override
    public List<Score> score(PreparedBatch batch) {
        long start = System.nanoTime();
        try {
            return batch.score();
        } finally {
            nanos.add(System.nanoTime() - start);
        }
    }
}
