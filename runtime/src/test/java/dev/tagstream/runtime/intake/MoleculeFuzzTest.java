package dev.tagstream.runtime.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.runtime.reject.RejectReason;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a sender writes, a molecule is read or refused in one short line; nothing else comes out. */
class MoleculeFuzzTest {
    private final MoleculeReader reader = new MoleculeReader(2_000);

    @Property(tries = 3_000)
    void readsOrRefusesTextOfSmilesLetters(@ForAll("nearlySmiles") String text) {
        readOrRefuse(text);
    }

    @Property(tries = 1_000)
    void readsOrRefusesAnyText(@ForAll String text) {
        readOrRefuse(text);
    }

    private void readOrRefuse(String text) {
        try {
            String canonical = reader.canonical(text);
            assertThat(canonical).isNotBlank().doesNotContain("\n");
        } catch (InvalidRecordException e) {
            assertThat(e.reason().name()).startsWith("SMILES_");
            assertThat(e.reason()).isNotEqualTo(RejectReason.SMILES_TOO_MANY_ATOMS);
            assertThat(e.getMessage()).hasSizeLessThan(400).hasLineCount(1);
        }
    }

    @Provide
    Arbitrary<String> nearlySmiles() {
        return Arbitraries.of(
                        "C",
                        "c",
                        "N",
                        "n",
                        "O",
                        "[nH]",
                        "[C@@H]",
                        "[Na+]",
                        "[13C]",
                        "[",
                        "]",
                        "(",
                        ")",
                        "1",
                        "2",
                        "%10",
                        "=",
                        "#",
                        "/",
                        "\\",
                        ".",
                        ":",
                        "-",
                        "*",
                        "@",
                        "+",
                        "H",
                        "[Zz]",
                        "Cl",
                        "Br",
                        "[Fe@OH9]",
                        "$")
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }
}
