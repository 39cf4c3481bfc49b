package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class OffsetChoiceTest {
    private static final FunctionTag TAG = new FunctionTag(
            new TagId("f", 1, ""),
            List.of(new FunctionTag.Member(new Rows(1, 2, new float[2]), new Rows(1, 2, new float[] {1, 1}))),
            0,
            1,
            "unit",
            PromptTemplate.parse("{Protein}{SMILES}{function}"));

    private final Random random = new Random(3);
    private final List<LabelledTask> examples = new ArrayList<>();
    private final List<LabelledTask> heldOut = new ArrayList<>();

    /** Labels of proteins and molecules, each with an effect of its own. */
    OffsetChoiceTest() {
        for (int protein = 0; protein < 15; protein++) {
            for (int molecule = 0; molecule < 30; molecule++) {
                double label = effect(protein, 0.3) + effect(molecule, 0.9) + 0.2 * random.nextGaussian();
                (random.nextInt(5) == 0 ? heldOut : examples).add(pair(protein, molecule, label));
            }
        }
    }

    private static double effect(int number, double of) {
        return Math.sin(number * (1 + of));
    }

    @Test
    void aTagThatIsNoiseSaysNothingBesideOffsets() {
        FunctionTag chosen = beside(example -> 1.5 * Math.sin(example.label() * 1e6));

        assertThat(chosen.offsets()).hasSize(45);
        assertThat(chosen.members().get(0).head().toArray()).containsExactly(0, 0);
    }

    @Test
    void aTagThatIsRightStaysAsItIs() {
        assertThat(beside(LabelledTask::label)).isEqualTo(TAG);
    }

    @Test
    void aTagThatIsRightAboutProteinsKeepsWhatItSays() {
        FunctionTag chosen =
                beside(example -> effect(example.task().spans().get(0).ids()[0], 0.3));

        assertThat(chosen.members().get(0).head().toArray()).containsExactly(1, 1);
        assertThat(chosen.offsets().size()).isBetween(30, 45);
    }

    @Test
    void besideTheMeanOffsetsStandAlone() {
        OffsetChoice.Choice choice =
                OffsetChoice.beside(new double[examples.size()], new double[heldOut.size()], examples, heldOut, 0, 1);

        double squares = 0;
        for (LabelledTask judge : heldOut) {
            squares += Math.pow(choice.value(0, judge, 0, 1) - judge.label(), 2);
        }
        assertThat(choice.offsets()).hasSize(45);
        assertThat(squares / heldOut.size()).as("the noise has 0.04").isLessThan(0.08);
    }

    /** Taken for residuals of nothing, the bounds that hold would shrink the offset of their protein to a tenth. */
    @Test
    void aBoundThatHoldsHasNoPartInAnOffset() {
        List<LabelledTask> learned = new ArrayList<>();
        List<LabelledTask> judges = new ArrayList<>();
        for (int molecule = 0; molecule < 4; molecule++) {
            learned.add(pair(1, molecule, 2));
            judges.add(pair(1, 100 + molecule, 2));
        }
        for (int molecule = 4; molecule < 44; molecule++) {
            learned.add(pair(1, molecule, -5, LabelledTask.Bound.ABOVE));
        }
        OffsetChoice.Choice choice =
                OffsetChoice.beside(new double[learned.size()], new double[judges.size()], learned, judges, 0, 1);

        assertThat(choice.value(0, judges.get(0), 0, 1)).isGreaterThan(1.5);
    }

    /** By one exact judge and eight bounds, where what was learned from gives the protein an offset of nearly 2. */
    @Test
    void offsetsAreJudgedByTheBoundsTheyBreakAndByNoOthers() {
        assertThat(offsetJudgedBy(-5, LabelledTask.Bound.ABOVE)).isGreaterThan(1.5);
        assertThat(offsetJudgedBy(0.1, LabelledTask.Bound.BELOW)).isLessThan(0.5);
    }

    private static double offsetJudgedBy(double label, LabelledTask.Bound bound) {
        List<LabelledTask> learned = new ArrayList<>();
        for (int molecule = 0; molecule < 4; molecule++) {
            learned.add(pair(1, molecule, 2));
        }
        List<LabelledTask> judges = new ArrayList<>(List.of(pair(1, 100, 2)));
        for (int molecule = 101; molecule < 109; molecule++) {
            judges.add(pair(1, molecule, label, bound));
        }
        return OffsetChoice.beside(new double[learned.size()], new double[judges.size()], learned, judges, 0, 1)
                .value(0, judges.get(0), 0, 1);
    }

    private FunctionTag beside(ToDoubleFunction<LabelledTask> prediction) {
        return OffsetChoice.beside(
                TAG,
                prompts -> prompts.stream()
                        .map(prompt -> new double[] {prediction.applyAsDouble(prompt)})
                        .toList(),
                examples,
                heldOut);
    }

    private static LabelledTask pair(int protein, int molecule, double label) {
        return pair(protein, molecule, label, LabelledTask.Bound.EXACT);
    }

    private static LabelledTask pair(int protein, int molecule, double label, LabelledTask.Bound bound) {
        List<SpanText> spans = List.of(
                new SpanText("Protein", new int[] {protein}, false),
                new SpanText("SMILES", new int[] {molecule}, false));
        return new LabelledTask(new ScoringTask("f", spans), label, bound);
    }
}
