package dev.tagstream.console.state;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.TagVersion;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How one function has learned: its versions, what the gate decided, and how predictions stood up to results. */
public final class FunctionHistory {
    /** Partitions of the predictions whose sums are added; Kafka itself advises against more. */
    private static final int PARTITIONS = 4_000;

    /** A version as it was published. */
    public record Version(long version, long at, Map<String, Double> metrics, long examples, String origin) {}

    /**
     * How a round of learning ended.
     *
     * @param version of the candidate; 0 if it got none
     * @param current metrics of the version in use, on the same results as {@code metrics}
     */
    public record Verdict(
            long at,
            String outcome,
            String reason,
            long version,
            Map<String, Double> metrics,
            Map<String, Double> current,
            long heldOut) {}

    /** Who made predictions. */
    public record Scored(long version, boolean shadow) {
        private static final Comparator<Scored> LATEST_FIRST =
                Comparator.comparing(Scored::version).reversed().thenComparing(Scored::shadow);
    }

    private final TreeMap<Long, Version> versions = new TreeMap<>();
    private final Deque<Verdict> verdicts = new ArrayDeque<>();
    private final TreeMap<Scored, Map<Integer, AccuracyTally>> live = new TreeMap<>(Scored.LATEST_FIRST);
    private long inUse;

    void add(TagVersion tag) {
        versions.put(
                tag.getVersion(),
                new Version(
                        tag.getVersion(),
                        tag.getCreatedAt().toEpochMilli(),
                        metrics(tag.getEvaluation()),
                        tag.getExamples(),
                        ConsoleLimits.cut(tag.getOrigin())));
        if (versions.size() > ConsoleLimits.VERSIONS) {
            versions.pollFirstEntry();
        }
    }

    /** @param version 0 for none */
    void use(long version) {
        inUse = version;
    }

    void add(GateVerdict verdict) {
        var candidate = verdict.getCandidate();
        verdicts.addFirst(new Verdict(
                verdict.getEndedAt().toEpochMilli(),
                verdict.getOutcome().name(),
                ConsoleLimits.cut(verdict.getReason()),
                candidate == null ? 0 : candidate.getVersion(),
                metrics(verdict.getCandidateMetrics()),
                metrics(verdict.getCurrentMetrics()),
                verdict.getHeldOut()));
        if (verdicts.size() > ConsoleLimits.VERDICTS) {
            verdicts.removeLast();
        }
    }

    /** Replaces what is known of the same version and partition. */
    void add(LiveAccuracy sums) {
        Map<Integer, AccuracyTally> partitions =
                live.computeIfAbsent(new Scored(sums.getVersion(), sums.getShadow()), any -> new HashMap<>());
        if (partitions.containsKey(sums.getPartition()) || partitions.size() < PARTITIONS) {
            partitions.put(sums.getPartition(), AccuracyTally.of(sums));
        }
        if (live.size() > ConsoleLimits.VERSIONS) {
            live.pollLastEntry();
        }
    }

    private static Map<String, Double> metrics(Map<String, Double> all) {
        return all.entrySet().stream()
                .filter(metric -> Double.isFinite(metric.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .limit(ConsoleLimits.METRICS)
                .collect(Collectors.toMap(
                        metric -> ConsoleLimits.cut(metric.getKey()), Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }

    /** The earliest first. */
    public List<Version> versions() {
        return List.copyOf(versions.values());
    }

    /** 0 for none. */
    public long inUse() {
        return inUse;
    }

    /** The latest first. */
    public List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /** Over all partitions, the latest version first. */
    public Map<Scored, AccuracyTally> live() {
        TreeMap<Scored, AccuracyTally> sums = new TreeMap<>(Scored.LATEST_FIRST);
        live.forEach((scored, partitions) ->
                sums.put(scored, partitions.values().stream().reduce(AccuracyTally.NONE, AccuracyTally::plus)));
        return sums;
    }
}
