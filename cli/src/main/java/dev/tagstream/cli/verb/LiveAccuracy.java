package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.Table;
import dev.tagstream.cli.io.Table.Column;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a function's predictions were, by the version that made them: each against the mean of the results for the same
 * molecule and target that were measured after it, so that no version is judged by what it may have learned from. Bounds do not
 * count. Of several predictions of one version for one pair the last counts.
 */
final class LiveAccuracy {
    private record Measured(double value, Instant at) {}

    private record Predicted(double value, @Nullable Double deviation, double measured) {}

    private final Map<String, AssayResult> results = new HashMap<>(); // by id, since a later one replaces
    private final Map<String, List<Measured>> measured = new HashMap<>(); // by pair
    private final Map<Long, Map<String, Predicted>> versions = new TreeMap<>(); // by version, then pair

    static LiveAccuracy read(KafkaConnection connection, String function) {
        LiveAccuracy accuracy = new LiveAccuracy();
        TopicRecords.visit(
                connection, connection.topics().assayResults(), AssayResult.class, function::equals, (key, result) -> {
                    if (result != null) {
                        accuracy.add(result);
                    }
                });
        accuracy.pair();
        TopicRecords.visit(
                connection, connection.topics().predictions(), Prediction.class, key -> true, (key, prediction) -> {
                    if (prediction != null && prediction.getFunction().equals(function)) {
                        accuracy.add(prediction);
                    }
                });
        return accuracy;
    }

    void add(AssayResult result) {
        results.put(result.getResultId(), result);
    }

    /** To be called between the results and the predictions. */
    void pair() {
        CompoundCheck check = new CompoundCheck();
        for (AssayResult result : results.values()) {
            Optional<String> molecule = Optional.ofNullable(result.getSmiles()).flatMap(check::canonical);
            if (result.getRelation() == Relation.EQUAL) {
                measured.computeIfAbsent(key(molecule.orElse(""), result.getTargetId()), pair -> new ArrayList<>())
                        .add(new Measured(result.getValue(), result.getMeasuredAt()));
            }
        }
    }

    void add(Prediction prediction) {
        String molecule = prediction.getCanonicalSmiles();
        String pair = key(molecule == null ? "" : molecule, prediction.getTargetId());
        OptionalDouble later = measured.getOrDefault(pair, List.of()).stream()
                .filter(result -> result.at().isAfter(prediction.getScoredAt()))
                .mapToDouble(Measured::value)
                .average();
        if (later.isPresent()) {
            versions.computeIfAbsent(prediction.getFunctionTag().getVersion(), version -> new HashMap<>())
                    .put(
                            pair,
                            new Predicted(
                                    prediction.getValue(), prediction.getStandardDeviation(), later.getAsDouble()));
        }
    }

    private static String key(String molecule, @Nullable String target) {
        return RequestId.of(molecule, target == null ? "" : target);
    }

    Table table() {
        Table table = new Table(List.of(
                Column.count("version", "VERSION"),
                Column.count("pairs", "PAIRS"),
                Column.decimal("pearson", "PEARSON", 3),
                Column.decimal("mse", "MSE", 3),
                Column.decimal("r2", "R2", 3),
                Column.decimal("withinOneDeviation", "WITHIN 1 SD", 2),
                Column.decimal("withinTwoDeviations", "WITHIN 2 SD", 2)));
        versions.forEach((version, pairs) -> {
            List<Predicted> all = List.copyOf(pairs.values());
            Map<String, Double> metrics = Metrics.regression(
                    all.stream().mapToDouble(Predicted::value).toArray(),
                    all.stream().mapToDouble(Predicted::measured).toArray());
            table.row(Arrays.asList(
                    version,
                    all.size(),
                    metrics.get("pearson"),
                    metrics.get("mse"),
                    metrics.get("r2"),
                    within(all, 1),
                    within(all, 2)));
        });
        return table;
    }

    /** The share of errors within so many standard deviations: 0.68 and 0.95 where the uncertainty is told right. */
    private static @Nullable Double within(List<Predicted> pairs, double deviations) {
        long known = 0;
        long within = 0;
        for (Predicted pair : pairs) {
            Double deviation = pair.deviation();
            if (deviation != null) {
                known++;
                within += Math.abs(pair.value() - pair.measured()) <= deviations * deviation ? 1 : 0;
            }
        }
        return known == 0 ? null : (double) within / known;
    }
}
