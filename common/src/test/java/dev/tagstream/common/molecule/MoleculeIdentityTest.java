package dev.tagstream.common.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MoleculeIdentityTest {
    private final MoleculeIdentity identity = new MoleculeIdentity();

    @ParameterizedTest
    @CsvSource({
        "N[C@@H](C)C(=O)O, N[C@H](C)C(=O)O, enantiomers",
        "N[C@@H](C)C(=O)O, NC(C)C(=O)O, a centre that is known and one that is not",
        "C/C=C/C, C/C=C\\C, E and Z",
        "C[C@H]1CC[C@@H](C)CC1, C[C@H]1CC[C@H](C)CC1, cis and trans on a ring",
        "C[C@H](O)[C@@H](O)C, C[C@H](O)[C@H](O)C, meso and chiral",
        "CO, [2H]CO, another isotope",
        "CO, [13CH3]O, another isotope",
        "CC(=O)C, CC(O)=C, tautomers",
        "CC(=O)O, CC(=O)[O-], charges",
        "CC(=O)O, CC(=O)O.[Na], a salt",
        "C[C@H]([13CH3])O, CC([13CH3])O, a centre by its isotopes"
    })
    void tellsApart(String one, String other, String why) {
        assertThat(identity.of(one)).as(why).isNotEqualTo(identity.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "N[C@@H](C)C(=O)O, C[C@H](N)C(O)=O, another order",
        "N[C@@H](C)C(=O)O, [H]N([H])[C@@]([H])(C)C(=O)O, hydrogens written out",
        "C/C=C/C, C\\C=C\\C, marks that point the other way",
        "F/C=C/C=C\\Br, Br\\C=C/C=C/F, from the other end",
        "c1ccccc1O, OC1=CC=CC=C1, aromatic and Kekulé",
        "C[C@H](C)O, CC(C)O, a mark at no centre",
        "C[C@](CO)(CO)N, CC(CO)(CO)N, a mark at no centre",
        "C/C=C(/C)C, CC=C(C)C, a mark at no stereo bond",
        "[CH3:1][OH:2], CO, atom maps",
        "OC[C@@H](O)[C@@H](O)CO, OC[C@H](O)[C@H](O)CO, a meso form from either end"
    })
    void knowsAgain(String one, String other, String why) {
        assertThat(identity.of(one)).as(why).isEqualTo(identity.of(other));
    }

    @Test
    void isTheCanonicalSmilesWhereThereIsNoStereo() {
        assertThat(identity.of("OC1=CC=CC=C1")).isEqualTo(identity.constitution("c1ccccc1O"));
        assertThat(identity.constitution("N[C@@H](C)C(=O)O")).isEqualTo(identity.constitution("NC(C)C(=O)O"));
    }

    @Test
    void ofWhatCannotBeReadIsTheTextItself() {
        assertThat(identity.of("xyz")).isEqualTo("xyz");
        assertThat(identity.constitution("C(")).isEqualTo("C(");
    }

    @ParameterizedTest
    @MethodSource("molecules")
    void isOneForAllSpellings(String smiles) {
        assertThat(RandomSpellings.of(smiles, 6, new Random(1)).map(identity::of))
                .containsOnly(identity.of(smiles));
    }

    static Stream<String> molecules() {
        return MadeMolecules.all().filter(smiles -> smiles.contains("@") || smiles.contains("/"));
    }

    @Test
    void hasOthersForOtherMolecules() {
        List<String> all = MadeMolecules.all().map(identity::of).toList();

        assertThat(all).doesNotHaveDuplicates();
    }
}
