package dev.tagstream.client.files;

import static dev.tagstream.client.files.TestFiles.gzip;
import static dev.tagstream.client.files.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastaReaderTest {
    @TempDir
    Path folder;

    @Test
    void joinsWrappedLinesAndTakesTheFirstWordAsId() throws IOException {
        String fasta = "; old comment\n>ABL1 kinase domain\nMTV pdr\nSEI*\n\n> EGFR\tx\r\nMKV\r\n";
        assertThat(FastaReader.read(text(folder, "t.fasta", fasta)))
                .containsExactly(new Target("ABL1", "MTVPDRSEI"), new Target("EGFR", "MKV"));
        assertThat(FastaReader.read(gzip(folder, "t.fa.gz", fasta))).hasSize(2);
    }

    @Test
    void leavesWrongResiduesToTheProcessor() throws IOException {
        assertThat(FastaReader.read(text(folder, "t.fasta", ">x\nMT1*V\n"))).containsExactly(new Target("x", "MT1*V"));
    }

    @Test
    void refusesAFileThatIsNoSetOfProteins() throws IOException {
        assertRefused("MTV\n", ":1: a FASTA file begins with a header line, > and an id.");
        assertRefused(">a\nMTV\n>b\n>c\nM\n", ":3: protein b has no sequence.");
        assertRefused(">a\nMTV\n>b\n*\n", ":3: protein b has no sequence.");
        assertRefused(">a\nMTV\n>a other\nMTV\n", ":3: a protein before this one has the id a.");
        assertRefused(">\nMTV\n", ":1: the header has no id after >.");
        assertRefused("\n\n", "holds no protein");
        assertRefused(">a\n" + "M".repeat(FileLimits.RESIDUES + 1), ":2: more than 100,000 residues");
    }

    private void assertRefused(String content, String why) throws IOException {
        Path file = text(folder, "t.fasta", content);
        assertThatThrownBy(() -> FastaReader.read(file))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining(why);
    }
}
