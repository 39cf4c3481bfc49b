package dev.tagstream.local.demo;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.local.demo.VirtualAssay.Measurement;
import dev.tagstream.model.learn.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Predictions of a learned function beside what the virtual assay says of the same molecules. */
final class LearnedRanking {
    private final List<Outcome.Predicted> ranked;
    private final Map<String, Double> assay; // by compound
    private final Map<String, Double> unseen; // of these the ones that were never fed

    /** @param ranked the highest first */
    LearnedRanking(List<Outcome.Predicted> ranked, List<Measurement> assay, List<Measurement> unseen) {
        this.ranked = ranked;
        this.assay = byCompound(assay);
        this.unseen = byCompound(unseen);
    }

    private static Map<String, Double> byCompound(List<Measurement> measurements) {
        return measurements.stream()
                .collect(Collectors.toMap(measurement -> measurement.molecule().id(), Measurement::value));
    }

    boolean isAllOf(long version) {
        return ranked.stream().allMatch(prediction -> prediction.tagVersion() == version);
    }

    Table top(int count) {
        Table table = new Table(List.of(
                Column.count("rank", "RANK"),
                Column.text("compoundId", "COMPOUND"),
                Column.text("function", "FUNCTION"),
                Column.count("version", "VERSION"),
                Column.decimal("value", "VALUE", 1),
                Column.decimal("assay", "VIRTUAL ASSAY", 1),
                Column.text("unit", "UNIT"),
                Column.text("canonicalSmiles", "SMILES")));
        for (int i = 0; i < Math.min(count, ranked.size()); i++) {
            Outcome.Predicted prediction = ranked.get(i);
            table.row(Arrays.asList(
                    i + 1,
                    prediction.compoundId(),
                    prediction.function(),
                    prediction.tagVersion(),
                    prediction.value(),
                    assay.get(prediction.compoundId()),
                    prediction.unit(),
                    prediction.canonicalSmiles()));
        }
        return table;
    }

    /** Of the molecules that were never fed; empty where it is not defined. */
    Optional<Double> r2() {
        List<Outcome.Predicted> judged = ranked.stream()
                .filter(prediction -> unseen.containsKey(prediction.compoundId()))
                .toList();
        double[] predicted =
                judged.stream().mapToDouble(Outcome.Predicted::value).toArray();
        double[] labels = judged.stream()
                .mapToDouble(prediction -> unseen.getOrDefault(prediction.compoundId(), Double.NaN))
                .toArray();
        return Optional.ofNullable(Metrics.regression(predicted, labels).get("r2"));
    }
}
