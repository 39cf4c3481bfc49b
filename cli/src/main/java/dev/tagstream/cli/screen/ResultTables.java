package dev.tagstream.cli.screen;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.screening.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Outcomes of a library as tables: all predictions for a file, the best and the rejections for a person. */
public final class ResultTables {
    private static final List<String> HEADER = List.of(
            "rank",
            "compound_id",
            "target_id",
            "function",
            "value",
            "unit",
            "standard_deviation",
            "canonical_smiles",
            "tag_version",
            "model_fingerprint",
            "token_count",
            "truncated",
            "submitted_at",
            "scored_at",
            "request_id");

    private ResultTables() {}

    static void write(Path file, Map<String, List<Outcome.Predicted>> ranked) {
        try (CsvTable table = CsvTable.create(file, HEADER)) {
            ranked.values().forEach(predictions -> {
                int rank = 0;
                for (Outcome.Predicted prediction : predictions) {
                    table.row(row(++rank, prediction));
                }
            });
            table.commit();
        }
    }

    private static Iterable<?> row(int rank, Outcome.Predicted prediction) {
        return Arrays.asList(
                rank,
                prediction.compoundId(),
                prediction.targetId(),
                prediction.function(),
                prediction.value(),
                prediction.unit(),
                prediction.standardDeviation(),
                prediction.canonicalSmiles(),
                prediction.tagVersion(),
                prediction.model(),
                prediction.tokens(),
                prediction.truncated(),
                prediction.submittedAt(),
                prediction.at(),
                prediction.requestId());
    }

    /** The first {@code count} of each function. */
    public static Table top(Map<String, List<Outcome.Predicted>> ranked, int count) {
        Table table = new Table(List.of(
                Column.count("rank", "RANK"),
                Column.text("compoundId", "COMPOUND"),
                Column.text("targetId", "TARGET"),
                Column.text("function", "FUNCTION"),
                Column.decimal("value", "VALUE", 3),
                Column.text("unit", "UNIT"),
                Column.text("canonicalSmiles", "SMILES")));
        ranked.values().forEach(predictions -> {
            for (int i = 0; i < Math.min(count, predictions.size()); i++) {
                Outcome.Predicted prediction = predictions.get(i);
                table.row(Arrays.asList(
                        i + 1,
                        prediction.compoundId(),
                        prediction.targetId(),
                        prediction.function(),
                        prediction.value(),
                        prediction.unit(),
                        prediction.canonicalSmiles()));
            }
        });
        return table;
    }

    /** How many were rejected for each reason, with one example. */
    public static Table rejects(Map<String, List<Outcome.Rejected>> byReason) {
        Table table = new Table(List.of(
                Column.text("reason", "REJECTED FOR"),
                Column.count("count", "COUNT"),
                Column.text("compoundId", "FOR INSTANCE"),
                Column.text("message", "BECAUSE")));
        byReason.forEach((reason, rejections) -> table.row(List.of(
                reason,
                rejections.size(),
                rejections.get(0).compoundId(),
                rejections.get(0).message())));
        return table;
    }
}
