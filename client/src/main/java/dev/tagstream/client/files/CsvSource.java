package dev.tagstream.client.files;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import dev.tagstream.client.files.LibraryReader.RawRow;
import dev.tagstream.client.files.LibraryReader.RowSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A .csv library: a header, then rows; SMILES and id are found by the names of their columns. */
final class CsvSource implements RowSource {
    private final CsvRows rows;
    private final int smiles;
    private final OptionalInt id;

    private CsvSource(CsvRows rows, int smiles, OptionalInt id) {
        this.rows = rows;
        this.smiles = smiles;
        this.id = id;
    }

    static CsvSource open(Path file, Optional<String> smilesColumn, Optional<String> idColumn) {
        CsvRows rows = CsvRows.open(file);
        try {
            CsvColumns columns = rows.columns();
            return new CsvSource(
                    rows,
                    columns.require(smilesColumn, CsvColumns.SMILES, "SMILES", "Name it with --smiles-column."),
                    columns.find(idColumn, CsvColumns.COMPOUND_ID));
        } catch (UnusableInputException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public @Nullable RawRow next() {
        CsvRecord record = rows.next();
        if (record == null) {
            return null;
        }
        if (record.problem() != null) {
            return RawRow.broken(record.line(), record.problem(), rows.detail(record, record.problem()));
        }
        return RawRow.of(record.line(), CsvRows.field(record, id), CsvRows.field(record, OptionalInt.of(smiles)));
    }

    @Override
    public void close() {
        rows.close();
    }
}
