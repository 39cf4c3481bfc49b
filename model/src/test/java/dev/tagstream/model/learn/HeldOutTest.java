package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void holdsTheShareAskedFor() {
        long held = IntStream.range(0, 10_000)
                .filter(i -> HeldOut.contains(0.2, "compound-" + i, "target"))
                .count();

        assertThat(held).isBetween(1_850L, 2_150L);
    }

    @Test
    void aLargerShareHoldsAllOfASmallerOne() {
        assertThat(IntStream.range(0, 1_000).filter(i -> HeldOut.contains(0.1, "c" + i)))
                .isNotEmpty()
                .allMatch(i -> HeldOut.contains(0.3, "c" + i));
    }

    /** Pinned, since a pair that moves between learning and judging falsifies the judgement. */
    @Test
    void neverMoves() {
        String held = IntStream.range(0, 40)
                .mapToObj(i -> HeldOut.contains(0.2, "CCO", "P" + i) ? "1" : "0")
                .reduce("", String::concat);

        assertThat(held).isEqualTo("0000000010000001001101000010010100000000");
    }

    @Test
    void tellsPartsApart() {
        assertThat(IntStream.range(0, 200)
                        .filter(i -> HeldOut.contains(0.5, "a" + i, "b") != HeldOut.contains(0.5, "a", i + "b")))
                .isNotEmpty();
    }
}
