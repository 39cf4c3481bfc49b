package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ContestTest {
    private final Random random = new Random(4);
    private final List<LabelledTask> numbers = labels(200, 1_000);

    private static List<LabelledTask> labels(int count, int classes) {
        List<LabelledTask> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(new LabelledTask(new ScoringTask("f", List.of()), i % classes, Bound.EXACT));
        }
        return labels;
    }

    @Test
    void aPredictorBeatsWhatIsWorseBeyondNoiseAndNothingElse() {
        Tested good = number("good", numbers, label -> label + random.nextGaussian());
        Tested equal = number("equal", numbers, label -> label + random.nextGaussian());
        Tested bad = number("bad", numbers, label -> label + 2 * random.nextGaussian());
        Contest contest = new Contest(Task.REGRESSION, numbers, span -> span, List.of(good, equal, bad));

        assertThat(contest.beaten(good)).containsExactly("bad");
        assertThat(contest.beaten(equal)).containsExactly("bad");
        assertThat(contest.beaten(bad)).isEmpty();
        assertThat(contest.beatenInAbsoluteError(good)).containsExactly("bad");
    }

    @Test
    void squaresAndAbsoluteErrorsMayDisagree() {
        Tested steady = number("steady", numbers, label -> label + 1);
        Tested mostlyRight = number("mostly right", numbers, label -> label % 10 == 0 ? label + 5 : label);
        Contest contest = new Contest(Task.REGRESSION, numbers, span -> span, List.of(steady, mostlyRight));

        assertThat(contest.beaten(steady)).containsExactly("mostly right");
        assertThat(contest.beatenInAbsoluteError(mostlyRight)).containsExactly("steady");
    }

    @Test
    void boundsDoNotCount() {
        List<LabelledTask> bounded = new ArrayList<>(numbers.subList(0, 50));
        numbers.subList(50, 200)
                .forEach(row -> bounded.add(new LabelledTask(row.task(), row.label() - 1_000, Bound.BELOW)));
        Tested good = number("good", bounded, label -> label < 0 ? label + 100 : label);
        Tested other = number("other", bounded, label -> label < 0 ? label : label + 1);

        assertThat(new Contest(Task.REGRESSION, bounded, span -> span, List.of(good, other)).beaten(good))
                .containsExactly("other");
    }

    @Test
    void twoClassesAreComparedByTheAreaUnderTheCurve() {
        List<LabelledTask> truth = labels(200, 2);
        Tested good = classes("good", truth, 2, 0.5);
        Tested bad = classes("bad", truth, 2, 4);
        Contest contest = new Contest(Task.CLASSIFICATION, truth, span -> span, List.of(good, bad));

        assertThat(contest.beaten(good)).containsExactly("bad");
        assertThat(contest.beaten(bad)).isEmpty();
    }

    @Test
    void moreClassesAreComparedByTheirMistakes() {
        List<LabelledTask> truth = labels(200, 3);
        Tested good = classes("good", truth, 3, 0.2);
        Tested bad = classes("bad", truth, 3, 4);
        Contest contest = new Contest(Task.CLASSIFICATION, truth, span -> span, List.of(good, bad));

        assertThat(contest.beaten(good)).containsExactly("bad");
        assertThat(contest.beaten(bad)).isEmpty();
    }

    /** Ten molecules with twenty rows each: what is gained on most of the rows is gained on six molecules. */
    @Test
    void rowsOfOneMoleculeAreNoTwentyWitnesses() {
        List<LabelledTask> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(new LabelledTask(
                    new ScoringTask("f", List.of(new SpanText("SMILES", new int[] {i % 10}, false))), i, Bound.EXACT));
        }
        Tested one = number("one", rows, label -> label + (label % 10 < 6 ? 1 : 2));
        Tested other = number("other", rows, label -> label + (label % 10 < 6 ? 2 : 1));
        Contest byMolecule = new Contest(Task.REGRESSION, rows, span -> span, List.of(one, other));
        Contest byRow = new Contest(Task.REGRESSION, rows, span -> new Object(), List.of(one, other));

        assertThat(byMolecule.resampled()).containsExactly("SMILES");
        assertThat(byMolecule.beaten(one)).isEmpty();
        assertThat(byRow.resampled()).isEmpty();
        assertThat(byRow.beaten(one)).containsExactly("other");
    }

    private static Tested number(String name, List<LabelledTask> truth, DoubleUnaryOperator prediction) {
        return new Tested(
                name,
                truth.stream()
                        .map(row -> new double[] {prediction.applyAsDouble(row.label())})
                        .toList(),
                Map.of());
    }

    private Tested classes(String name, List<LabelledTask> truth, int classes, double noise) {
        List<double[]> predictions = new ArrayList<>();
        for (LabelledTask row : truth) {
            double[] probabilities = new double[classes];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                probabilities[c] = Math.exp((row.label() == c ? 1 : 0) + noise * random.nextGaussian());
                sum += probabilities[c];
            }
            for (int c = 0; c < classes; c++) {
                probabilities[c] /= sum;
            }
            predictions.add(probabilities);
        }
        return new Tested(name, predictions, Map.of());
    }
}
