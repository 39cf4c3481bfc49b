package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.prompt.SpanText;
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

        PairedBootstrap.Improvement found = compareAuc(good, better, truth);
        assertThat(found.mean()).isBetween(0.1, 0.4);
        assertThat(found.isCertain()).isTrue();
        assertThat(compareAuc(better, good, truth).isCertain()).isFalse();
        assertThat(compareAuc(none, none, truth)).isEqualTo(new PairedBootstrap.Improvement(0, 0));
        assertThatThrownBy(() -> compareAuc(good.subList(1, 3), better.subList(1, 3), truth.subList(1, 3)))
                .hasMessageContaining("both classes");
    }

    private static PairedBootstrap.Improvement compareAuc(
            List<double[]> first, List<double[]> second, List<LabelledTask> truth) {
        return PairedBootstrap.compareAuc(first, second, truth, Resampling.ofExamples(truth.size()), 0.975, 1);
    }

    /** Twenty proteins, each with a gain or a loss that all of its examples have. */
    @Test
    void examplesOfOneProteinAreNoWitnessesOfTheirOwn() {
        List<LabelledTask> truth = new ArrayList<>();
        double[] first = new double[600];
        double[] second = new double[600];
        for (int i = 0; i < first.length; i++) {
            int protein = i % 20;
            truth.add(new LabelledTask(
                    new ScoringTask("f", List.of(new SpanText("Protein", new int[] {protein}, false))),
                    0,
                    LabelledTask.Bound.EXACT));
            first[i] = protein % 3 == 0 ? 1 : 2;
            second[i] = 3 - first[i];
        }

        assertThat(PairedBootstrap.compare(first, second, 0.95, 1).isCertain()).isTrue();
        assertThat(PairedBootstrap.compare(first, second, Resampling.ofShared(truth, span -> span), 0.95, 1)
                        .isCertain())
                .isFalse();
    }

    /** What the gate has said of these since it was there. */
    @Test
    void examplesThemselvesAreResampledAsEver() {
        PairedBootstrap.Improvement found =
                PairedBootstrap.compare(new double[] {1, 2, 3, 4, 5, 6}, new double[] {2, 1, 2, 2, 4, 5}, 0.95, 7);

        assertThat(found.mean()).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(found.low()).isCloseTo(1.0 / 6, within(1e-12));
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
