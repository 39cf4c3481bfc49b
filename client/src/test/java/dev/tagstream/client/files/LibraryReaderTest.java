package dev.tagstream.client.files;

import static dev.tagstream.client.files.TestFiles.gzip;
import static dev.tagstream.client.files.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryReaderTest {
    @TempDir
    Path folder;

    private final List<RowProblem> problems = new ArrayList<>();

    @Test
    void readsSmilesAndIdOfEachLineAndLeavesComments() throws IOException {
        Path file = text(folder, "a.smi", "CCO ethanol a clear liquid\nc1ccccc1\tbenzene\n");
        assertThat(read(file))
                .containsExactly(new LibraryRow(1, "ethanol", "CCO"), new LibraryRow(2, "benzene", "c1ccccc1"));
        assertThat(problems).isEmpty();
    }

    @Test
    void namesARowWithoutIdByItsLine() throws IOException {
        assertThat(read(text(folder, "a.smi", "CCO\n\nCCN\n")))
                .containsExactly(new LibraryRow(1, "line-1", "CCO"), new LibraryRow(3, "line-3", "CCN"));
    }

    @Test
    void passesOverHeaderCommentsAndExtensions() throws IOException {
        Path file = text(folder, "a.cxsmiles", "SMILES\tidnumber\n# from a vendor\nC[C@H](O)N |o1:1,r|\tZ1\n");
        assertThat(read(file)).containsExactly(new LibraryRow(3, "Z1", "C[C@H](O)N"));
    }

    @Test
    void readsByteOrderMarkAndCarriageReturns() throws IOException {
        Path file = text(folder, "a.smi", "\uFEFFCCO e1\r\nCCN e2\rCCC e3");
        assertThat(read(file)).extracting(LibraryRow::id).containsExactly("e1", "e2", "e3");
        assertThat(read(file)).extracting(LibraryRow::smiles).containsExactly("CCO", "CCN", "CCC");
    }

    @Test
    void findsColumnsByNameWhateverTheirSpelling() throws IOException {
        Path file = text(folder, "a.csv", "Compound ID,exp,Canonical_SMILES\nX1,3.2,\"CCO\"\n\"X,2\",1,\"C\"\n");
        assertThat(read(file)).containsExactly(new LibraryRow(2, "X1", "CCO"), new LibraryRow(3, "X,2", "C"));
    }

    @Test
    void readsSemicolonsAndTabsToo() throws IOException {
        assertThat(read(text(folder, "a.csv", "\"ChEMBL ID\";\"Name\";\"Smiles\"\n\"CHEMBL1\";\"\";\"CCO\"\n")))
                .containsExactly(new LibraryRow(2, "CHEMBL1", "CCO"));
        assertThat(read(text(folder, "a.tsv", "smiles\tid\nCCO\tx\n"))).containsExactly(new LibraryRow(2, "x", "CCO"));
    }

    @Test
    void readsTheColumnsTheUserNames() throws IOException {
        Path file = text(folder, "a.csv", "smiles,tautomer,key,id\nCCO,CCN,k1,i1\n");
        assertThat(read(file, Optional.of("Tautomer"), Optional.of("key")))
                .containsExactly(new LibraryRow(2, "k1", "CCN"));
    }

    @Test
    void refusesAFileWithoutTheColumnAndSaysWhichItHas() throws IOException {
        Path file = text(folder, "a.csv", "mol,activity\nCCO,1\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("a.csv has no column for SMILES")
                .hasMessageContaining("mol, activity")
                .hasMessageContaining("--smiles-column");
        assertThatThrownBy(() -> read(file, Optional.of("structure"), Optional.empty()))
                .hasMessageContaining("a.csv has no column \"structure\"; its columns are: mol, activity.");
    }

    @Test
    void skipsAndReportsEachBadRowByLine() throws IOException {
        Path file = text(folder, "a.csv", "smiles,id\nCCO,a\n,b\nCCN,a\nCCN\nC,D,E\n\"CC\",c\n");
        assertThat(read(file)).extracting(LibraryRow::id).containsExactly("a", "c");
        assertThat(problems)
                .extracting(problem -> problem.line() + " " + problem.reason())
                .containsExactly("3 EMPTY_SMILES", "4 DUPLICATE_ID", "5 TOO_FEW_FIELDS", "6 TOO_MANY_FIELDS");
        assertThat(problems.get(1).text()).isEqualTo(file + ":4: id a stands at line 2 already");
    }

    @Test
    void reportsEmptySmilesBeforeATab() throws IOException {
        assertThat(read(text(folder, "a.smi", "\tlonely\nCCO ok\n"))).hasSize(1);
        assertThat(problems)
                .extracting(RowProblem::text)
                .containsExactly(folder.resolve("a.smi") + ":1: row lonely has no SMILES");
    }

    @Test
    void losesABoundedPieceToAQuoteThatNeverCloses() throws IOException {
        String rows = "CCO,name\n".repeat(20_000);
        Path file = text(folder, "a.csv", "smiles,id\nCC,\"open\n" + rows + "CCC,last\n");
        assertThat(read(file)).extracting(LibraryRow::id).endsWith("last");
        assertThat(problems.get(0).reason()).isEqualTo(RowReason.UNCLOSED_QUOTE);
        assertThat(problems.get(0).line()).isEqualTo(2);
        assertThat(problems.get(0).detail()).matches("a quote opened here is not closed, lines 2 to \\d+ are skipped");
    }

    @Test
    void reportsBytesThatAreNotUtf8() throws IOException {
        Path file =
                Files.write(folder.resolve("a.smi"), "CCO caf\u00e9\nCC ok\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(file)).extracting(LibraryRow::id).containsExactly("ok");
        assertThat(problems).extracting(RowProblem::reason).containsExactly(RowReason.NOT_UTF8);
    }

    @Test
    void readsALongLineOfAGzipFileInBoundedMemory() throws IOException {
        Path file = folder.resolve("bomb.smi.gz");
        pack(file, 10);
        assertThat(read(file)).containsExactly(new LibraryRow(2, "ok", "CCO"));
        assertThat(problems).extracting(RowProblem::reason).containsExactly(RowReason.LINE_TOO_LONG);
    }

    @Test
    void refusesAGzipFileThatUnpacksToHundredsOfTimesItsSize() throws IOException {
        Path file = folder.resolve("bomb.smi.gz");
        pack(file, 300);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("bomb.smi.gz unpacks to more than")
                .hasMessageContaining("over 100 times its size");
    }

    /** A line of megabytes, and a good one. */
    private static void pack(Path file, int megabytes) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'C');
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < megabytes; i++) {
                out.write(megabyte);
            }
            out.write("\nCCO ok\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsGzipByContent() throws IOException {
        assertThat(read(gzip(folder, "a.smi.gz", "CCO a\n"))).hasSize(1);
        assertThat(read(gzip(folder, "a.csv.gz", "smiles,id\nCCO,a\n"))).hasSize(1);
        assertThat(read(gzip(folder, "packed.smi", "CCO a\n"))).hasSize(1);
    }

    @Test
    void refusesWhatItCannotReadInOneSentence() throws IOException {
        assertRefused(text(folder, "a.smi.gz", "CCO a\n"), "is named .gz but does not hold gzip data");
        assertRefused(folder.resolve("none.smi"), "none.smi does not exist.");
        assertRefused(Files.createDirectory(folder.resolve("d.smi")), "is a folder, not a file.");
        assertRefused(text(folder, "a.sdf", ""), "its name must end in .smi or .csv, or either with .gz.");
        assertRefused(text(folder, "empty.csv", ""), "is empty or has no header");
        Path broken = gzip(folder, "cut.smi.gz", "CCO a\n".repeat(10_000));
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(broken, "its gzip data ends or breaks after line");
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining(why);
    }

    private List<LibraryRow> read(Path file) {
        return read(file, Optional.empty(), Optional.empty());
    }

    private List<LibraryRow> read(Path file, Optional<String> smiles, Optional<String> id) {
        List<LibraryRow> rows = new ArrayList<>();
        try (LibraryReader reader = LibraryReader.open(file, smiles, id, problems::add)) {
            for (LibraryRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
