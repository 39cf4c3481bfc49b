package dev.tagstream.bench.swap;

import dev.tagstream.bench.stream.ForwardingScorer;
import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A scorer that remembers how long its batches took, which versions of one function tag they used, and when each was used first. */
final class SwapWitness extends ForwardingScorer {
    private static final double NANOS = 1e9;

    /** A batch that held a prompt for the function. */
    record Batch(int tasks, double seconds) {}

    private final String function;
    private final ConcurrentSkipListMap<Long, Long> firstUse = new ConcurrentSkipListMap<>(); // nanoTime by version
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final AtomicLong mixedBatches = new AtomicLong();

    SwapWitness(Scorer scorer, String function) {
        super(scorer);
        this.function = function;
    }

    @Override
    public List<Score> score(PreparedBatch batch) {
        long start = System.nanoTime();
        List<Score> scores = batch.score();
        long end = System.nanoTime();
        Set<Long> versions = scores.stream()
                .map(Score::functionTag)
                .filter(tag -> tag.name().equals(function))
                .map(tag -> tag.version())
                .collect(Collectors.toSet());
        if (!versions.isEmpty()) {
            batches.add(new Batch(scores.size(), (end - start) / NANOS));
            versions.forEach(version -> firstUse.putIfAbsent(version, end));
        }
        if (versions.size() > 1) {
            mixedBatches.incrementAndGet();
        }
        return scores;
    }

    /** {@link System#nanoTime} when the first batch was scored that used this version or a later one. */
    OptionalLong firstUse(long version) {
        Map.Entry<Long, Long> first = firstUse.ceilingEntry(version);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.getValue());
    }

    int versionsUsed() {
        return firstUse.size();
    }

    /** So far, in order. */
    List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** Those that used more than one version: there must be none. */
    long mixedBatches() {
        return mixedBatches.get();
    }
}
