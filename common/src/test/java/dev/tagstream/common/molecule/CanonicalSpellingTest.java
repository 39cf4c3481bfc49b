package dev.tagstream.common.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalSpellingTest {
    private final CanonicalSpelling spelling = new CanonicalSpelling();

    /** A CDK that writes one of these otherwise writes another spelling, which needs a name of its own. */
    @Test
    void isPinned() throws IOException {
        List<String> expected;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/molecules/canonical-1.smi"))) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        assertThat(MadeMolecules.all().map(this::spelled)).containsExactlyElementsOf(expected);
    }

    @Test
    void isOneForAllSpellings() {
        Random random = new Random(1);

        List<String> several = MadeMolecules.all()
                .filter(smiles -> texts(smiles, random).size() > 1)
                .toList();

        assertThat(several)
                .as("molecules whose atoms are alike but for their bonds' orders or their stereo")
                .containsExactly("C1=CC=CC=CC=C1", "OC(=O)[C@H]1CC[C@@H](N)CC1");
    }

    private Set<String> texts(String smiles, Random random) {
        return Stream.concat(Stream.of(smiles), RandomSpellings.of(smiles, 6, random))
                .map(this::spelled)
                .collect(Collectors.toSet());
    }

    @Test
    void meansTheSameMolecule() {
        MoleculeIdentity identity = new MoleculeIdentity();

        assertThat(MadeMolecules.all())
                .allSatisfy(smiles -> assertThat(identity.of(spelled(smiles))).isEqualTo(identity.of(smiles)));
    }

    @Test
    void isItsOwnSpelling() {
        assertThat(MadeMolecules.all().map(this::spelled))
                .allSatisfy(text -> assertThat(spelled(text)).isEqualTo(text));
    }

    @ParameterizedTest
    @CsvSource({
        "[H]C([H])([H])Oc1ccccc1, COc1ccccc1, hydrogens written out",
        "OC1=CC=CC=C1, Oc1ccccc1, Kekulé",
        "F\\C=C\\Br, F/C=C/Br, the other marks",
        "C(=C/Br)\\F, F/C=C/Br, from the middle"
    })
    void isTheSameFor(String one, String other, String why) {
        assertThat(spelled(one)).as(why).isEqualTo(spelled(other));
    }

    @Test
    void keepsStereoAndIsotopes() {
        assertThat(spelled("N[C@@H](C)C(=O)O")).contains("@").isNotEqualTo(spelled("N[C@H](C)C(=O)O"));
        assertThat(spelled("[2H]CO")).contains("[2H]");
    }

    @Test
    void isNoneForWhatCannotBeRead() {
        assertThat(spelling.spell("C(")).isEmpty();
        assertThat(spelling.spell("C".repeat(200_000))).isEmpty();
    }

    private String spelled(String smiles) {
        return spelling.spell(smiles).orElseThrow(() -> new AssertionError("no spelling of " + smiles));
    }
}
