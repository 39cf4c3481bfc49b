package dev.tagstream.client.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReplicatesTest {
    private static final AssayUnit P_KI = AssayUnit.parse("pKi");
    private static final AssayUnit NANOMOLAR = AssayUnit.parse("nM");

    @Test
    void averagesLogarithmsOfConcentrations() {
        assertThat(Replicates.MEAN.merge(new double[] {6, 8}, P_KI)).isEqualTo(7);
        assertThat(Replicates.MEAN.merge(new double[] {10, 1000}, NANOMOLAR)).isCloseTo(100, within(1e-9));
    }

    @Test
    void takesTheMiddleOneOrTheMeanOfTheMiddleTwo() {
        assertThat(Replicates.MEDIAN.merge(new double[] {9, 1, 2}, P_KI)).isEqualTo(2);
        assertThat(Replicates.MEDIAN.merge(new double[] {9, 1, 2, 4}, P_KI)).isEqualTo(3);
        assertThat(Replicates.MEDIAN.merge(new double[] {5}, P_KI)).isEqualTo(5);
        assertThat(Replicates.MEDIAN.merge(new double[] {1, 10, 1000, 1e6}, NANOMOLAR))
                .isCloseTo(100, within(1e-9));
    }
}
