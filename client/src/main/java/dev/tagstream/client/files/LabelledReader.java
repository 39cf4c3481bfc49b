package dev.tagstream.client.files;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV of labelled examples, streamed: a column for each span, one for the label, and perhaps one for its relation.
 * Rows of a broken form are told to the listener and skipped; what label and relation mean is for the caller.
 */
public final class LabelledReader implements Closeable {
    private final String name;
    private final CsvRows rows;
    private final List<Integer> texts;
    private final int label;
    private final OptionalInt relation;
    private final Consumer<RowProblem> problems;

    private LabelledReader(
            String name,
            CsvRows rows,
            List<String> textColumns,
            String labelColumn,
            Optional<String> relationColumn,
            Consumer<RowProblem> problems) {
        CsvColumns columns = rows.columns();
        this.name = name;
        this.rows = rows;
        this.texts =
                textColumns.stream().map(column -> required(columns, column)).toList();
        this.label = required(columns, labelColumn);
        this.relation = relationColumn.isEmpty() ? OptionalInt.empty() : columns.find(relationColumn, List.of());
        this.problems = problems;
    }

    private static int required(CsvColumns columns, String column) {
        return columns.find(Optional.of(column), List.of()).orElseThrow();
    }

    /**
     * Opens a CSV.
     *
     * @param textColumns columns with the data of the spans
     * @throws UnusableInputException if it can't be read or a column is not there
     */
    public static LabelledReader open(
            Path file,
            List<String> textColumns,
            String labelColumn,
            Optional<String> relationColumn,
            Consumer<RowProblem> problems) {
        CsvRows rows = CsvRows.open(file);
        try {
            return new LabelledReader(file.toString(), rows, textColumns, labelColumn, relationColumn, problems);
        } catch (UnusableInputException e) {
            rows.close();
            throw e;
        }
    }

    /** The next usable row, or null after the last. */
    public @Nullable LabelledRow next() {
        for (CsvRecord record = rows.next(); record != null; record = rows.next()) {
            RowReason reason = record.problem();
            if (reason != null) {
                problems.accept(new RowProblem(name, record.line(), reason, rows.detail(record, reason)));
                continue;
            }
            LabelledRow row = row(record);
            if (row.label().isEmpty() || row.texts().stream().anyMatch(String::isEmpty)) {
                problems.accept(new RowProblem(
                        name, record.line(), RowReason.EMPTY_CELL, "the label or the data of a span is missing"));
                continue;
            }
            return row;
        }
        return null;
    }

    private LabelledRow row(CsvRecord record) {
        List<String> data = new ArrayList<>();
        for (int column : texts) {
            data.add(CsvRows.field(record, OptionalInt.of(column)));
        }
        return new LabelledRow(
                record.line(), data, CsvRows.field(record, OptionalInt.of(label)), CsvRows.field(record, relation));
    }

    /** A problem that is seen only later, of a row this reader gave. */
    public RowProblem problem(LabelledRow row, RowReason reason, String detail) {
        return new RowProblem(name, row.line(), reason, detail);
    }

    @Override
    public void close() {
        rows.close();
    }
}
