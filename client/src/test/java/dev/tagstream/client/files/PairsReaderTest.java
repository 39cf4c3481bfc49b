package dev.tagstream.client.files;

import static dev.tagstream.client.files.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsReaderTest {
    @TempDir
    Path folder;

    private final List<RowProblem> problems = new ArrayList<>();

    @Test
    void readsSequencesAndAbsentValues() throws IOException {
        Path file = text(folder, "p.csv", "protein,smiles,id\nMTV,CCO,a\n,CC,\nMKV,,b\n");
        assertThat(read(file, Map.of()))
                .containsExactly(
                        new PairRow(2, "a", Optional.of("CCO"), Optional.empty(), Optional.of("MTV")),
                        new PairRow(3, "line-3", Optional.of("CC"), Optional.empty(), Optional.empty()),
                        new PairRow(4, "b", Optional.empty(), Optional.empty(), Optional.of("MKV")));
    }

    @Test
    void looksTargetsUpByIdAndReportsUnknownOnes() throws IOException {
        Path file = text(folder, "p.csv", "target,smiles\nABL1,CCO\nNONE,CC\n");
        assertThat(read(file, Map.of("ABL1", new Target("ABL1", "MTV"))))
                .containsExactly(new PairRow(2, "line-2", Optional.of("CCO"), Optional.of("ABL1"), Optional.of("MTV")));
        assertThat(problems)
                .extracting(RowProblem::text)
                .containsExactly(file + ":3: no target NONE in the FASTA file");
    }

    @Test
    void refusesAFileWithNeitherColumn() throws IOException {
        Path file = text(folder, "p.csv", "a,b\n1,2\n");
        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("p.csv has no column for SMILES, nor one for proteins");
    }

    private List<PairRow> read(Path file, Map<String, Target> targets) {
        List<PairRow> rows = new ArrayList<>();
        try (PairsReader reader = PairsReader.open(file, targets, problems::add)) {
            for (PairRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
