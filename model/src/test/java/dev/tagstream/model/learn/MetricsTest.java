package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final ScoringTask ANY = new ScoringTask("f", List.of());

    @Test
    void ofNumbersAreThoseOfTheTextbook() {
        Map<String, Double> metrics = Metrics.regression(new double[] {1, 2, 4}, new double[] {1, 3, 5});

        assertThat(metrics.get("mse")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(metrics.get("mae")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(metrics.get("r2")).isCloseTo(1 - 2.0 / 8, within(1e-12));
        assertThat(metrics.get("pearson")).isCloseTo(6 / Math.sqrt(8 * (14.0 / 3)), within(1e-12));
    }

    @Test
    void leaveOutWhatIsNotDefined() {
        assertThat(Metrics.regression(new double[] {2, 2}, new double[] {1, 3})).containsOnlyKeys("mse", "mae", "r2");
        assertThat(Metrics.regression(new double[] {0.1, 0.1, 0.1}, new double[] {1, 3, 4}))
                .as("a constant whose mean is rounded")
                .doesNotContainKey("pearson");
        assertThat(Metrics.regression(new double[] {2}, new double[] {3})).containsOnlyKeys("mse", "mae");
        assertThat(Metrics.regression(new double[0], new double[0])).isEmpty();
    }

    @Test
    void doNotCountLabelsThatAreBounds() {
        List<LabelledTask> truth = List.of(exact(1), exact(3), new LabelledTask(ANY, 100, LabelledTask.Bound.BELOW));

        assertThat(Metrics.of(Task.REGRESSION, numbers(1, 3, 5), truth)).containsEntry("mse", 0.0);
    }

    @Test
    void ofTwoClassesHaveTheAreaUnderTheCurveWithTiesShared() {
        List<double[]> predictions = classes(0.1, 0.4, 0.4, 0.8);
        List<LabelledTask> truth = List.of(exact(0), exact(0), exact(1), exact(1));

        Map<String, Double> metrics = Metrics.of(Task.CLASSIFICATION, predictions, truth);

        assertThat(metrics.get("auc")).isCloseTo(3.5 / 4, within(1e-12));
        assertThat(metrics.get("accuracy")).isCloseTo(0.75, within(1e-12));
        assertThat(metrics.get("crossEntropy"))
                .isCloseTo(-(Math.log(0.9) + Math.log(0.6) + Math.log(0.4) + Math.log(0.8)) / 4, within(1e-12));
    }

    @Test
    void anAreaNeedsBothClasses() {
        assertThat(Metrics.of(Task.CLASSIFICATION, classes(0.1, 0.4), List.of(exact(1), exact(1))))
                .doesNotContainKey("auc");
    }

    @Test
    void aBoundCostsOnItsWrongSideOnly() {
        List<LabelledTask> truth = List.of(
                new LabelledTask(ANY, 5, LabelledTask.Bound.BELOW),
                new LabelledTask(ANY, 5, LabelledTask.Bound.BELOW),
                new LabelledTask(ANY, 5, LabelledTask.Bound.ABOVE),
                new LabelledTask(ANY, 5, LabelledTask.Bound.ABOVE));

        assertThat(Losses.of(Task.REGRESSION, numbers(3, 7, 3, 7), truth, 2)).containsExactly(0, 1, 1, 0);
    }

    private static LabelledTask exact(double label) {
        return new LabelledTask(ANY, label, LabelledTask.Bound.EXACT);
    }

    private static List<double[]> numbers(double... values) {
        return Arrays.stream(values).mapToObj(value -> new double[] {value}).toList();
    }

    private static List<double[]> classes(double... ofTheSecond) {
        return IntStream.range(0, ofTheSecond.length)
                .mapToObj(i -> new double[] {1 - ofTheSecond[i], ofTheSecond[i]})
                .toList();
    }
}
