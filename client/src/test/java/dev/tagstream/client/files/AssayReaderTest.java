package dev.tagstream.client.files;

import static dev.tagstream.client.files.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssayReaderTest {
    @TempDir
    Path folder;

    private final List<RowProblem> problems = new ArrayList<>();

    @Test
    void findsColumnsByTheirUsualNames() throws IOException {
        Path file = text(
                folder,
                "c.csv",
                "Molecule ChEMBL ID;Smiles;Standard Type;Standard Relation;Standard Value;Standard Units\n"
                        + "CHEMBL1;CCO;Ki;'=';250;nM\n");
        assertThat(read(file, Map.of()))
                .containsExactly(new AssayRow(
                        2,
                        Map.of(
                                AssayColumn.COMPOUND_ID, "CHEMBL1",
                                AssayColumn.SMILES, "CCO",
                                AssayColumn.QUANTITY, "Ki",
                                AssayColumn.RELATION, "'='",
                                AssayColumn.VALUE, "250",
                                AssayColumn.UNIT, "nM")));
    }

    @Test
    void takesTheColumnsItIsTold() throws IOException {
        Path file = text(folder, "c.csv", "SMI,value,reading\nCCO,wrong,6.5\n");
        assertThat(read(file, Map.of(AssayColumn.SMILES, "smi", AssayColumn.VALUE, "Reading")))
                .extracting(AssayRow::cells)
                .containsExactly(Map.of(AssayColumn.SMILES, "CCO", AssayColumn.VALUE, "6.5"));
    }

    @Test
    void leavesEmptyCellsOutAndReportsBrokenRows() throws IOException {
        Path file = text(folder, "c.csv", "smiles,value,unit\nCCO,,nM\nCCN,5\nCC,6,nM\n");
        assertThat(read(file, Map.of())).extracting(AssayRow::line).containsExactly(2L, 4L);
        assertThat(problems)
                .extracting(RowProblem::text)
                .containsExactly(file + ":3: the row has 2 fields, the header has 3");
    }

    @Test
    void saysHowToNameTheColumnOfValues() throws IOException {
        Path file = text(folder, "c.csv", "smiles,reading\nCCO,6\n");
        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("has no column for measured values", "--column value=NAME");
        assertThatThrownBy(() -> read(file, Map.of(AssayColumn.VALUE, "readings")))
                .hasMessage(file + " has no column \"readings\"; its columns are: smiles, reading.");
    }

    private List<AssayRow> read(Path file, Map<AssayColumn, String> columns) {
        List<AssayRow> rows = new ArrayList<>();
        try (AssayReader reader = AssayReader.open(file, columns, problems::add)) {
            for (AssayRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
