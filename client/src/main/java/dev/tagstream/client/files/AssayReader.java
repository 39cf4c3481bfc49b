package dev.tagstream.client.files;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV of measured values, in its order, plain or gzip. Columns are found by their usual names or by those the
 * user gives; only the value's must be there. A row of broken form is told to the listener and skipped.
 */
public final class AssayReader implements Closeable {
    private final String name;
    private final CsvRows rows;
    private final Map<AssayColumn, OptionalInt> columns = new EnumMap<>(AssayColumn.class);
    private final Consumer<RowProblem> problems;

    private AssayReader(String name, CsvRows rows, Map<AssayColumn, String> chosen, Consumer<RowProblem> problems) {
        this.name = name;
        this.rows = rows;
        this.problems = problems;
        for (AssayColumn column : AssayColumn.values()) {
            Optional<String> wanted = Optional.ofNullable(chosen.get(column));
            columns.put(column, rows.columns().find(wanted, column.usual()));
        }
        if (columns.getOrDefault(AssayColumn.VALUE, OptionalInt.empty()).isEmpty()) {
            rows.columns()
                    .require(
                            Optional.empty(),
                            AssayColumn.VALUE.usual(),
                            "measured values",
                            "Name it with --column value=NAME.");
        }
    }

    /**
     * Opens a file.
     *
     * @param chosen names of columns, where the usual ones do not find them
     */
    public static AssayReader open(Path file, Map<AssayColumn, String> chosen, Consumer<RowProblem> problems) {
        CsvRows rows = CsvRows.open(file);
        try {
            return new AssayReader(file.toString(), rows, chosen, problems);
        } catch (UnusableInputException e) {
            rows.close();
            throw e;
        }
    }

    /** The next row of sound form, or null after the last. */
    public @Nullable AssayRow next() {
        for (CsvRecord record = rows.next(); record != null; record = rows.next()) {
            Optional<RowProblem> problem = problem(record);
            if (problem.isEmpty()) {
                return row(record);
            }
            problems.accept(problem.get());
        }
        return null;
    }

    private Optional<RowProblem> problem(CsvRecord record) {
        RowReason reason = record.problem();
        if (reason != null) {
            return Optional.of(new RowProblem(name, record.line(), reason, rows.detail(record, reason)));
        }
        boolean broken = record.fields().stream().anyMatch(field -> field.indexOf(LineReader.NOT_UTF8) >= 0);
        return broken
                ? Optional.of(new RowProblem(
                        name, record.line(), RowReason.NOT_UTF8, "the row holds bytes that are not UTF-8"))
                : Optional.empty();
    }

    private AssayRow row(CsvRecord record) {
        Map<AssayColumn, String> cells = new EnumMap<>(AssayColumn.class);
        columns.forEach((column, index) -> {
            String text = CsvRows.field(record, index);
            if (!text.isEmpty()) {
                cells.put(column, text);
            }
        });
        return new AssayRow(record.line(), cells);
    }

    @Override
    public void close() {
        rows.close();
    }
}
