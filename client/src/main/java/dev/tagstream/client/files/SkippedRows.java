package dev.tagstream.client.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows a reader skipped: all are counted, the first hundred are kept with their lines. */
public final class SkippedRows {
    private static final int KEPT = 100;

    private final List<RowProblem> first = new ArrayList<>();
    private final Map<RowReason, Long> counts = new EnumMap<>(RowReason.class);

    public void add(RowProblem problem) {
        counts.merge(problem.reason(), 1L, Long::sum);
        if (first.size() < KEPT) {
            first.add(problem);
        }
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line a row, then how many more there are. */
    public List<String> lines() {
        List<String> lines =
                new ArrayList<>(first.stream().map(RowProblem::text).toList());
        if (count() > first.size()) {
            lines.add("... and %,d more skipped rows".formatted(count() - first.size()));
        }
        return lines;
    }

    /** For instance {@code 3 rows (2 id used before, 1 no SMILES)}. */
    public String summary() {
        String reasons = counts.entrySet().stream()
                .map(count ->
                        "%,d %s".formatted(count.getValue(), count.getKey().words()))
                .collect(Collectors.joining(", "));
        return count() == 1 ? "1 row (" + reasons + ")" : "%,d rows (%s)".formatted(count(), reasons);
    }

    /** The rows kept. */
    public ArrayNode json() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (RowProblem problem : first) {
            rows.addObject()
                    .put("line", problem.line())
                    .put("reason", problem.reason().name())
                    .put("detail", problem.detail());
        }
        return rows;
    }
}
