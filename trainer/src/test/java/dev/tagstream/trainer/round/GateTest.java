package dev.tagstream.trainer.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final PromptTemplate TEMPLATE = PromptTemplate.parse("{SMILES}{function}");
    private static final FunctionSpec SPEC = new FunctionSpec("F", Task.REGRESSION, "pKi", List.of(), TEMPLATE);

    private final Gate gate = new Gate(0.95);
    private final Random random = new Random(5);
    private final List<LabelledTask> truth =
            random.doubles(40, 4, 9).mapToObj(GateTest::labelled).toList();

    @Test
    void passesWhatIsCertainlyBetter() {
        Gate.Judgement judgement = judge(label -> 6.5, label -> label + 0.5 * random.nextGaussian());

        assertThat(judgement.passes()).isTrue();
        assertThat(judgement.comparison().improvementLow()).isPositive();
        assertThat(judgement.comparison().candidateMetrics().get("r2"))
                .isGreaterThan(judgement.comparison().currentMetrics().get("r2"));
        assertThat(judgement.reason()).startsWith("better than version 3 on 40 held-out results");
    }

    @Test
    void refusesWhatIsAsGoodWithinItsNoise() {
        Gate.Judgement judgement =
                judge(label -> label + 0.5 * random.nextGaussian(), label -> label + 0.49 * random.nextGaussian());

        assertThat(judgement.passes()).isFalse();
        assertThat(judgement.reason()).startsWith("not certainly better");
    }

    @Test
    void refusesTheSameTagAndAWorseOne() {
        assertThat(judge(label -> label + 0.1, label -> label + 0.1).passes()).isFalse();
        assertThat(judge(label -> label, label -> 6.5).passes()).isFalse();
    }

    @Test
    void refusesToJudgeByAHandful() {
        Gate.Judgement judgement = gate.judge(
                SPEC,
                truth.subList(0, 9),
                predictions(label -> 0).subList(0, 9),
                predictions(label -> label).subList(0, 9),
                1,
                "version 3");

        assertThat(judgement.passes()).isFalse();
        assertThat(judgement.reason()).contains("9 held-out results are too few");
    }

    @Test
    void theSimplestPredictorSaysTheMeanOfWhatWasMeasured() {
        List<LabelledTask> learned = new ArrayList<>(Collections.nCopies(10, labelled(1)));
        learned.addAll(Collections.nCopies(10, labelled(2)));
        learned.add(new LabelledTask(new ScoringTask("F", List.of()), 100, Bound.ABOVE));

        assertThat(Gate.meanPredictions(SPEC, learned, 2)).hasSize(2).allSatisfy(prediction -> assertThat(prediction)
                .containsExactly(1.5));
    }

    /** Of a screen at one concentration nothing is measured exactly; a mean of 0 would lose to anything, or to nothing. */
    @Test
    void theSimplestPredictorOfBoundsAloneSaysTheirMean() {
        List<LabelledTask> learned = List.of(
                new LabelledTask(new ScoringTask("F", List.of()), 5, Bound.ABOVE),
                new LabelledTask(new ScoringTask("F", List.of()), 6, Bound.BELOW));

        assertThat(Gate.meanPredictions(SPEC, learned, 1).get(0)).containsExactly(5.5);
    }

    @Test
    void theSimplestPredictorOfClassesSaysTheirShares() {
        FunctionSpec classes = new FunctionSpec("F", Task.CLASSIFICATION, "class", List.of("no", "yes"), TEMPLATE);

        assertThat(Gate.meanPredictions(classes, List.of(labelled(1), labelled(1), labelled(0), labelled(1)), 1)
                        .get(0))
                .containsExactly(0.25, 0.75);
    }

    private Gate.Judgement judge(DoubleUnaryOperator current, DoubleUnaryOperator candidate) {
        return gate.judge(SPEC, truth, predictions(current), predictions(candidate), 1, "version 3");
    }

    private List<double[]> predictions(DoubleUnaryOperator predictor) {
        return truth.stream()
                .map(task -> new double[] {predictor.applyAsDouble(task.label())})
                .toList();
    }

    private static LabelledTask labelled(double label) {
        return new LabelledTask(new ScoringTask("F", List.of()), label, Bound.EXACT);
    }
}
