package dev.tagstream.common.molecule;

import java.util.List;
import java.util.stream.Stream;

/** Molecules of every kind that a spelling has to cope with, put together from scaffolds and substituents, all of them different. */
final class MadeMolecules {
    private static final List<String> SCAFFOLDS = List.of(
            "c1ccc(%s)cc1",
            "c1cc(%s)cnc1",
            "c1ccc2[nH]c(%s)cc2c1",
            "Cn1cnc2c1c(=O)n(%s)c(=O)n2C",
            "O=c1cc(%s)oc2ccccc12",
            "c1csc(%s)n1",
            "C1CCN(%s)CC1",
            "O=C1NC(=O)C(%s)S1",
            "c1cc2cccc3c2c(c1)C(%s)C3",
            "C[C@H](N)C(=O)N%s",
            "C[C@@H](O)c1ccc(%s)cc1",
            "OC[C@H]1O[C@@H](%s)[C@H](O)[C@@H](O)[C@@H]1O",
            "C/C(=C/%s)C(=O)O",
            "F/C=C/C(=O)N%s",
            "C[C@]12CC[C@H](%s)C[C@@H]1CCC2");
    private static final List<String> SUBSTITUENTS = List.of(
            "C",
            "CC(C)C",
            "C#N",
            "C(F)(F)F",
            "C(=O)O",
            "CC(=O)[O-]",
            "CC[N+](=O)[O-]",
            "CS(=O)(=O)N",
            "C7CC7",
            "Cc7ccc(Cl)cc7",
            "CCOP(=O)(O)O",
            "CB(O)O",
            "C[Si](C)(C)C",
            "CC[C@@H](C)O",
            "C/C=C\\Br",
            "[13CH3]");

    private MadeMolecules() {}

    static Stream<String> all() {
        return Stream.concat(
                SCAFFOLDS.stream().flatMap(scaffold -> SUBSTITUENTS.stream().map(scaffold::formatted)), ALONE.stream());
    }

    private static final List<String> ALONE = List.of(
            "[2H]C([2H])([2H])O",
            "[O-][n+]1ccccc1",
            "C[N+](C)(C)CC([O-])=O",
            "[Na+].[Cl-]",
            "C1=CC=CC=CC=C1",
            "c1ccc2cccc2cc1",
            "[H][H]",
            "[NH4+]",
            "C1CC[C@]2(O1)OCCC2",
            "CC=[C@]=CC",
            "N[Pt](N)(Cl)Cl",
            "O=[Se]1CCCC1",
            "c1cc[te]c1",
            "C12C3C4C1C5C2C3C45",
            "OC(=O)[C@H]1CC[C@@H](N)CC1");
}
