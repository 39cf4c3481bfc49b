package dev.tagstream.client.files;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header: rows that do not fit the header carry a problem. */
final class CsvRows implements Closeable {
    private final CsvRecordReader records;
    private final CsvColumns columns;

    private CsvRows(CsvRecordReader records, CsvColumns columns) {
        this.records = records;
        this.columns = columns;
    }

    static CsvRows open(Path file) {
        CsvRecordReader records = CsvRecordReader.open(file);
        CsvRecord header = records.next();
        if (header == null || header.problem() != null) {
            records.close();
            throw new UnusableInputException(
                    file + " is empty or has no header: its first line must name the columns.");
        }
        if (header.fields().size() > FileLimits.COLUMNS) {
            records.close();
            throw new UnusableInputException("%s has %,d columns, allowed are %,d."
                    .formatted(file, header.fields().size(), FileLimits.COLUMNS));
        }
        return new CsvRows(records, new CsvColumns(file.toString(), header.fields()));
    }

    CsvColumns columns() {
        return columns;
    }

    @Nullable CsvRecord next() {
        CsvRecord record = records.next();
        if (record == null || record.problem() != null) {
            return record;
        }
        int fields = record.fields().size();
        if (fields < columns.count()) {
            return withProblem(record, RowReason.TOO_FEW_FIELDS);
        }
        boolean onlyBlanksMore = record.fields().stream().skip(columns.count()).allMatch(String::isBlank);
        return onlyBlanksMore ? record : withProblem(record, RowReason.TOO_MANY_FIELDS);
    }

    private static CsvRecord withProblem(CsvRecord record, RowReason problem) {
        return new CsvRecord(record.line(), record.lastLine(), record.fields(), problem);
    }

    /** The problem of a record in a sentence. */
    String detail(CsvRecord record, RowReason problem) {
        return switch (problem) {
            case LINE_TOO_LONG -> SmiSource.tooLong();
            case UNCLOSED_QUOTE ->
                "a quote opened here is not closed, lines %d to %d are skipped"
                        .formatted(record.line(), record.lastLine());
            case TOO_FEW_FIELDS, TOO_MANY_FIELDS ->
                "the row has %d fields, the header has %d"
                        .formatted(record.fields().size(), columns.count());
            default -> problem.words();
        };
    }

    /** The stripped field of a column, or the empty text for no column. */
    static String field(CsvRecord record, OptionalInt column) {
        return column.isPresent() ? record.fields().get(column.getAsInt()).strip() : "";
    }

    @Override
    public void close() {
        records.close();
    }
}
