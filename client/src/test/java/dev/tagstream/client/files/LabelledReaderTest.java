package dev.tagstream.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledReaderTest {
    @TempDir
    Path folder;

    private final List<RowProblem> problems = new ArrayList<>();

    private List<LabelledRow> read(String text, Optional<String> relation) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), text);
        List<LabelledRow> rows = new ArrayList<>();
        try (LabelledReader reader =
                LabelledReader.open(file, List.of("smiles", "other"), "pKi", relation, problems::add)) {
            for (LabelledRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void findsColumnsByNameInAnyOrder() throws IOException {
        assertThat(read("pKi,other,x,smiles\n5.5,CC,1,CO\n", Optional.empty()))
                .containsExactly(new LabelledRow(2, List.of("CO", "CC"), "5.5", ""));
    }

    @Test
    void leavesLabelAndRelationAsTheyAreWritten() throws IOException {
        assertThat(read("smiles,other,pKi,sign\nC,C,<5,\nC,C,7,'>'\n", Optional.of("sign")))
                .extracting(LabelledRow::relation, LabelledRow::label)
                .containsExactly(tuple("", "<5"), tuple("'>'", "7"));
    }

    @Test
    void tellsRowsItSkips() throws IOException {
        assertThat(read("smiles,other,pKi\nC,C,\nC,,5\nC\nC,C,6\n", Optional.empty()))
                .hasSize(1);
        assertThat(problems)
                .extracting(RowProblem::line, RowProblem::reason)
                .containsExactly(
                        tuple(2L, RowReason.EMPTY_CELL),
                        tuple(3L, RowReason.EMPTY_CELL),
                        tuple(4L, RowReason.TOO_FEW_FIELDS));
    }

    @Test
    void refusesAFileWithoutTheColumn() {
        assertThatThrownBy(() -> read("smiles,pKi\nC,5\n", Optional.empty()))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("no column \"other\"; its columns are: smiles, pKi");
    }
}
