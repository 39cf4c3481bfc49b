package dev.tagstream.cli.learn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.client.feedback.FeedbackJudge;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a file of measured values.
 *
 * @param accepted rows that can be sent
 * @param skipped the other rows
 * @param results what the accepted rows came to, replicates merged where that was asked
 */
record Feedback(List<FeedbackJudge.Accepted> accepted, SkippedRows skipped, List<AssayResult> results) {
    /** For a person and for a test: {@code read 10 rows = accepted 8 + refused 2}. */
    String equation() {
        long rows = accepted.size() + skipped.count();
        return "read %,d rows = accepted %,d + refused %,d".formatted(rows, accepted.size(), skipped.count());
    }

    /** The results of each function. */
    Table byFunction() {
        Table table = new Table(List.of(
                Column.text("function", "FUNCTION"),
                Column.text("unit", "UNIT"),
                Column.count("results", "RESULTS"),
                Column.count("bounds", "BOUNDS"),
                Column.count("compounds", "COMPOUNDS"),
                Column.decimal("lowest", "LOWEST", 3),
                Column.decimal("highest", "HIGHEST", 3)));
        Map<String, List<AssayResult>> functions = results.stream()
                .collect(Collectors.groupingBy(AssayResult::getFunction, TreeMap::new, Collectors.toList()));
        functions.forEach((function, of) -> table.row(List.of(
                function,
                of.get(0).getUnit(),
                of.size(),
                of.stream()
                        .filter(result -> result.getRelation() != Relation.EQUAL)
                        .count(),
                of.stream().map(AssayResult::getCompoundId).distinct().count(),
                of.stream().mapToDouble(AssayResult::getValue).min().orElseThrow(),
                of.stream().mapToDouble(AssayResult::getValue).max().orElseThrow())));
        return table;
    }

    ObjectNode json(long sent) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("rows", accepted.size() + skipped.count())
                .put("accepted", accepted.size())
                .put("refused", skipped.count())
                .put("results", results.size())
                .put("sent", sent);
        summary.set("functions", TableJson.of(byFunction()));
        summary.set("refusedRows", skipped.json());
        return summary;
    }
}
