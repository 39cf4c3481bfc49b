package dev.tagstream.cli.learn;

import dev.tagstream.client.feedback.FeedbackJudge;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What became of each row of a file of measured values, as a file where one is wanted. */
final class FeedbackReport implements Closeable {
    private static final List<String> HEADER = List.of(
            "line",
            "result_id",
            "compound_id",
            "target_id",
            "function",
            "relation",
            "value",
            "unit",
            "refused_because");

    private final Optional<CsvTable> table;

    private FeedbackReport(Optional<CsvTable> table) {
        this.table = table;
    }

    static FeedbackReport open(Optional<Path> file) {
        return new FeedbackReport(file.map(place -> CsvTable.create(place, HEADER)));
    }

    void accepted(FeedbackJudge.Accepted row) {
        AssayResult result = row.result();
        table.ifPresent(lines -> lines.row(Arrays.asList(
                row.line(),
                result.getResultId(),
                result.getCompoundId(),
                result.getTargetId(),
                result.getFunction(),
                symbol(result.getRelation()),
                result.getValue(),
                result.getUnit(),
                null)));
    }

    private static String symbol(Relation relation) {
        return switch (relation) {
            case EQUAL -> "=";
            case LESS -> "<";
            case GREATER -> ">";
        };
    }

    /** Counts the row among those skipped, too. */
    void refused(SkippedRows skipped, RowProblem problem) {
        skipped.add(problem);
        table.ifPresent(lines ->
                lines.row(Arrays.asList(problem.line(), null, null, null, null, null, null, null, problem.detail())));
    }

    void commit() {
        table.ifPresent(CsvTable::commit);
    }

    @Override
    public void close() {
        table.ifPresent(CsvTable::close);
    }
}
