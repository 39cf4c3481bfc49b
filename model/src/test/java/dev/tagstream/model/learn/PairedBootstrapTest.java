package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private final Random random = new Random(1);

    @Test
    void isCertainOfAGainLargerThanItsNoise() {
        PairedBootstrap.Improvement found = compare(0.2, 400);

        assertThat(found.mean()).isBetween(0.1, 0.3);
        assertThat(found.isCertain()).isTrue();
    }

    @Test
    void isNotCertainOfAGainInsideItsNoise() {
        assertThat(compare(0.2, 12).isCertain()).isFalse();
    }

    /** At 95 %, of candidates that are no better about one in twenty gets through. */
    @Test
    void letsPassWhatIsNoBetterAsOftenAsTheConfidenceSays() {
        int passed = 0;
        for (int i = 0; i < 400; i++) {
            passed += compare(0, 100).isCertain() ? 1 : 0;
        }
        assertThat(passed).isBetween(5, 40);
    }

    @Test
    void refusesWhatCanNotBePaired() {
        assertThatThrownBy(() -> PairedBootstrap.compare(new double[2], new double[3], 0.95, 1))
                .hasMessageContaining("2 losses can't be compared with 3");
        assertThatThrownBy(() -> PairedBootstrap.compare(new double[0], new double[0], 0.95, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Losses of which the second are lower by {@code gain} on average, with differences of standard deviation 1. */
    private PairedBootstrap.Improvement compare(double gain, int count) {
        double[] first = new double[count];
        double[] second = new double[count];
        for (int i = 0; i < count; i++) {
            first[i] = 5 * random.nextDouble();
            second[i] = first[i] - gain + random.nextGaussian();
        }
        return PairedBootstrap.compare(first, second, 0.95, 7);
    }
}
