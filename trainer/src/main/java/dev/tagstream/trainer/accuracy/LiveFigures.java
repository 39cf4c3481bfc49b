package dev.tagstream.trainer.accuracy;

import dev.tagstream.common.accuracy.AccuracyTally;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Live accuracy over the partitions that this process has, as metrics show it. Written by stream threads, read by all. */
public final class LiveFigures {
    private record Part(ScoredVersion version, int partition) {}

    private final Map<Part, AccuracyTally> parts = new ConcurrentHashMap<>();

    /** By version. */
    public Map<ScoredVersion, AccuracyTally> byVersion() {
        Map<ScoredVersion, AccuracyTally> sums = new ConcurrentHashMap<>();
        parts.forEach((part, tally) -> sums.merge(part.version(), tally, AccuracyTally::plus));
        return sums;
    }

    void put(ScoredVersion version, int partition, AccuracyTally tally) {
        parts.put(new Part(version, partition), tally);
    }

    /** Another process has it from now on. */
    void forget(int partition) {
        parts.keySet().removeIf(part -> part.partition() == partition);
    }
}
