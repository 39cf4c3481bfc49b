package dev.tagstream.bench.stream;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Takes a fixed time for each pair and leaves the processor alone meanwhile, as an engine on a device of its own does. */
final class FixedTimeScorer extends ForwardingScorer {
    private final long nanosPerPair;

    /** @param original tokenises, see {@link InstantScorer}; closed with this */
    FixedTimeScorer(Scorer original, Duration perPair) {
        super(new InstantScorer(original));
        this.nanosPerPair = perPair.toNanos();
    }

    @Override
    public List<Score> score(PreparedBatch batch) {
        long start = System.nanoTime();
        List<Score> scores = batch.score();
        long due = scores.size() * nanosPerPair;
        for (long left = due; left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
            left = due - (System.nanoTime() - start);
        }
        return scores;
    }
}
