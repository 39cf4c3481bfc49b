package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private final Parts parts = new Parts();

    private float[][] of(String domain, String... texts) {
        return Similarity.of(
                Stream.of(texts).map(text -> parts.of(domain, text)).toList());
    }

    @Test
    void isTheShareOfPartsThatBothHave() {
        float[][] found =
                Similarity.of(List.of(Map.of("a", 2, "b", 1), Map.of("a", 1, "b", 3, "c", 1), Map.of("d", 4)));

        assertThat(found[0][1]).isCloseTo(2f / 6, within(1e-6f)); // one a and one b of 2 a, 3 b, 1 c
        assertThat(found[1][0]).isEqualTo(found[0][1]);
        assertThat(found[0][2]).isZero();
        assertThat(found[2][2]).isOne();
    }

    @Test
    void aMoleculeIsLikeItselfHoweverItIsWritten() {
        float[][] found = of("SMILES", "OCCc1ccccc1", "C1=CC=CC=C1CCO", "NCCc1ccccc1", "CCCCCCCC");

        assertThat(found[0][1]).isOne();
        assertThat(found[0][2]).isBetween(0.3f, 0.9f);
        assertThat(found[0][3]).isLessThan(found[0][2]);
    }

    @Test
    void proteinsOfAFamilyAreMoreAlikeThanOthers() {
        float[][] found = of("Protein", "MKTAYIAKQRQISFVKSHFSRQ", "MKTAYIAKQRQLSFVKSHFSRQ", "GGSLLWWPDECCNNHHTTPPVV");

        assertThat(found[0][1]).isGreaterThan(0.6f);
        assertThat(found[0][2]).isLessThan(0.1f);
    }

    @Test
    void whatHasNoPartsIsLikeItselfAlone() {
        assertThat(of("CellLine", "A375", "A375", "A427"))
                .isDeepEqualTo(new float[][] {{1, 1, 0}, {1, 1, 0}, {0, 0, 1}});
        assertThat(of("SMILES", "C1CC", "C1CC", "CCO")[0]).containsExactly(1, 1, 0);
        assertThat(of("Protein", "MK", "MK", "MKT")[0]).containsExactly(1, 1, 0);
    }
}
