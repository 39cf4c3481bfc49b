package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.engine.ScoringTask;
import java.util.ArrayList;
import java.util.List;
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
    void anAreaThatIsLargerByMoreThanItsNoiseIsCertainAndOneOfNoiseIsNot() {
        List<LabelledTask> truth = new ArrayList<>();
        List<double[]> good = new ArrayList<>();
        List<double[]> better = new ArrayList<>();
        List<double[]> none = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int label = i % 3 == 0 ? 1 : 0;
            truth.add(new LabelledTask(new ScoringTask("f", List.of()), label, LabelledTask.Bound.EXACT));
            good.add(probability(label + 1.5 * random.nextGaussian()));
            better.add(probability(label + 0.5 * random.nextGaussian()));
            none.add(probability(0));
        }

        PairedBootstrap.Improvement found = PairedBootstrap.compareAuc(good, better, truth, 0.975, 1);
        assertThat(found.mean()).isBetween(0.1, 0.4);
        assertThat(found.isCertain()).isTrue();
        assertThat(PairedBootstrap.compareAuc(better, good, truth, 0.975, 1).isCertain())
                .isFalse();
        assertThat(PairedBootstrap.compareAuc(none, none, truth, 0.975, 1))
                .isEqualTo(new PairedBootstrap.Improvement(0, 0));
        assertThatThrownBy(() -> PairedBootstrap.compareAuc(
                        good.subList(1, 3), better.subList(1, 3), truth.subList(1, 3), 0.975, 1))
                .hasMessageContaining("both classes");
    }

    private static double[] probability(double score) {
        double second = 1 / (1 + Math.exp(-score));
        return new double[] {1 - second, second};
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
