package dev.tagstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.Relation;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.trainer.replay.PairKey.Further;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class PairKeyTest {
    private static final PairKey PAIR = new PairKey("C[C@H](N)O", "CC(N)O", "MKV", List.of());

    /** The stores of installations hold results under these names. */
    @Test
    void isNamedAsBeforeThereWereFurtherData() {
        assertThat(PAIR.name()).isEqualTo("977823400c3502ff7eb2d1b5c659e8f6");
    }

    @Test
    void isNamedByEverythingItIsAbout() {
        assertThat(List.of(
                        PAIR.name(),
                        with(molecule("CC")).name(),
                        with(new Further("EN", "CC", "CC")).name(),
                        with(molecule("CC"), molecule("O")).name(),
                        with(molecule("O"), molecule("CC")).name()))
                .doesNotHaveDuplicates();
    }

    /** A pair of drugs is the same on either side. */
    @Test
    void isHeldOutInWhateverOrderItsMoleculesStand() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String one = "C".repeat(1 + random.nextInt(9));
            String other = "N".repeat(1 + random.nextInt(9));

            assertThat(new PairKey(one, one, "", List.of(molecule(other))).isHeldOut(0.5))
                    .isEqualTo(new PairKey(other, other, "", List.of(molecule(one))).isHeldOut(0.5));
        }
    }

    @Test
    void isHeldOutHoweverAMoleculeIsWritten() {
        MoleculeIdentity identity = new MoleculeIdentity();
        for (int i = 1; i <= 60; i++) {
            String chain = "C".repeat(i);
            PairKey written = PairKey.of(result("[H]O" + chain, "[H]N" + chain), identity);
            PairKey implicit = PairKey.of(result(chain + "O", chain + "N"), identity);

            assertThat(written).isEqualTo(implicit);
            assertThat(written.isHeldOut(0.5)).isEqualTo(implicit.isHeldOut(0.5));
        }
    }

    @Test
    void isHeldOutByFurtherDataToo() {
        ToIntFunction<String> heldOut = domain -> (int) new Random(1)
                .ints(200, 0, 1_000)
                .filter(i -> with(new Further(domain, "text " + i, "text " + i)).isHeldOut(0.5))
                .count();

        assertThat(heldOut.applyAsInt("EN")).isBetween(50, 150);
        assertThat(heldOut.applyAsInt("SMILES")).isBetween(50, 150);
    }

    @Test
    void seesWhatItsPromptNamesAndNoMore() {
        PairKey combination = with(molecule("O"), molecule("N"), new Further("EN", "at pH 7", "at pH 7"));

        assertThat(combination.within(PromptTemplate.parse("{SMILES}{function}")))
                .isEqualTo(new PairKey("C[C@H](N)O", "CC(N)O", "", List.of()));
        assertThat(combination.within(PromptTemplate.parse("{SMILES}{SMILES}{EN}{function}")))
                .isEqualTo(new PairKey(
                        "C[C@H](N)O", "CC(N)O", "", List.of(molecule("O"), new Further("EN", "at pH 7", "at pH 7"))));
    }

    private static AssayResult result(String smiles, String further) {
        return AssayResult.newBuilder()
                .setResultId("r")
                .setCompoundId("c")
                .setSmiles(smiles)
                .setData(List.of(new DomainData("SMILES", further)))
                .setFunction("Synergy")
                .setRelation(Relation.EQUAL)
                .setValue(1)
                .setUnit("score")
                .setMeasuredAt(Instant.EPOCH)
                .build();
    }

    private static PairKey with(Further... further) {
        return new PairKey(PAIR.molecule(), PAIR.constitution(), PAIR.protein(), List.of(further));
    }

    private static Further molecule(String smiles) {
        return new Further("SMILES", smiles, smiles);
    }
}
