package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two members, each of which reads two numbers that are drawn anew for each example. */
class SolvedHeadsTest {
    private static final double MEAN = 5;
    private static final double DEVIATION = 2;
    private static final double[] PLANTED = {1.5, -0.5};

    private final Random random = new Random(11);

    @Test
    void findsAPlantedReadOutOfEachMember() {
        FunctionTag solved = solve(tag(0, 0), examples(0, 300, 0), examples(300, 50, 0));

        assertThat(solved.members()).allSatisfy(member -> {
            assertThat(member.head().toArray()[0]).isCloseTo((float) PLANTED[0], within(1e-3f));
            assertThat(member.head().toArray()[1]).isCloseTo((float) PLANTED[1], within(1e-3f));
        });
    }

    @Test
    void keepsTheLearnedHeadsWhereNoneAreBetterOnTheJudges() {
        FunctionTag learned = tag(1.5f, -0.5f);

        assertThat(solve(learned, noise(0, 30), examples(300, 50, 0))).isEqualTo(learned);
    }

    @Test
    void isNeverWorseOnTheJudgesThanTheLearnedHeadsOfNoisyLabels() {
        for (int trial = 0; trial < 20; trial++) {
            FunctionTag learned = tag((float) random.nextGaussian(), (float) random.nextGaussian());
            List<LabelledTask> judges = examples(1_000 + 100 * trial, 100, 3);

            FunctionTag solved = solve(learned, examples(100 * trial, 6, 3), judges);

            assertThat(loss(solved, judges)).isLessThanOrEqualTo(loss(learned, judges) + 1e-6);
        }
    }

    @Test
    void aPenaltyThatTheJudgesPreferIsChosen() {
        List<LabelledTask> half = examples(0, 300, 0).stream()
                .map(example -> new LabelledTask(
                        example.task(),
                        MEAN + 2 * (example.label() - MEAN),
                        example.bound())) // twice as steep as for the judges
                .toList();

        FunctionTag solved = solve(tag(0, 0), half, examples(300, 50, 0));

        assertThat(solved.members().get(0).head().toArray()[0])
                .as("half way, by the penalty as large as the columns")
                .isCloseTo((float) PLANTED[0], within(0.3f));
    }

    @Test
    void aBoundThatHoldsTeachesNothingAndABrokenOneDoes() {
        List<LabelledTask> exact = examples(0, 200, 0);
        List<LabelledTask> held = new ArrayList<>(exact);
        List<LabelledTask> broken = new ArrayList<>(exact);
        for (LabelledTask example : examples(200, 200, 0)) {
            held.add(new LabelledTask(example.task(), example.label() - 100, Bound.ABOVE));
            broken.add(new LabelledTask(example.task(), example.label() + 100, Bound.ABOVE));
        }
        List<LabelledTask> judges = examples(500, 50, 0);

        assertThat(solve(tag(0, 0), held, judges)).isEqualTo(solve(tag(0, 0), exact, judges));
        assertThat(solve(tag(0, 0), broken, judges)).isNotEqualTo(solve(tag(0, 0), exact, judges));
    }

    @Test
    void withoutJudgesHeadsStayAsLearned() {
        FunctionTag learned = tag(0.1f, 0.1f);

        assertThat(solve(learned, examples(0, 100, 0), List.of())).isSameAs(learned);
    }

    @Test
    void readsNoMoreExamplesThanIsSaid() {
        List<Integer> read = new ArrayList<>();
        List<LabelledTask> judges = examples(0, 10, 0);
        SolvedHeads.of(
                tag(0, 0),
                (prompts, reader) -> {
                    read.add(prompts.size());
                    visit(prompts, reader::accept);
                },
                examples(0, SolvedHeads.MOST_EXAMPLES + 500, 0),
                judges,
                1);

        assertThat(read).containsExactlyInAnyOrder(judges.size(), SolvedHeads.MOST_EXAMPLES);
    }

    private FunctionTag solve(FunctionTag tag, List<LabelledTask> examples, List<LabelledTask> judges) {
        return SolvedHeads.of(tag, (prompts, reader) -> visit(prompts, reader::accept), examples, judges, 1);
    }

    private interface Reader {
        void accept(float[] read, int index);
    }

    private static void visit(List<LabelledTask> prompts, Reader reader) {
        for (int i = 0; i < prompts.size(); i++) {
            reader.accept(states(prompts.get(i)), i);
        }
    }

    /** (2, 2): both members read the same two numbers. */
    private static float[] states(LabelledTask example) {
        Random own = new Random(31L * example.task().spans().get(0).ids()[0]);
        float a = (float) own.nextGaussian();
        float b = (float) own.nextGaussian();
        return new float[] {a, b, a, b};
    }

    private List<LabelledTask> examples(int from, int count, double noise) {
        List<LabelledTask> examples = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            LabelledTask unlabelled = example(i, 0);
            float[] read = states(unlabelled);
            double readOut = PLANTED[0] * read[0] + PLANTED[1] * read[1] + noise * random.nextGaussian();
            examples.add(example(i, MEAN + DEVIATION * readOut));
        }
        return examples;
    }

    private List<LabelledTask> noise(int from, int count) {
        List<LabelledTask> examples = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            examples.add(example(i, MEAN + 10 * DEVIATION * random.nextGaussian()));
        }
        return examples;
    }

    private static LabelledTask example(int number, double label) {
        SpanText span = new SpanText("SMILES", new int[] {number}, false);
        return new LabelledTask(new ScoringTask("f", List.of(span)), label, Bound.EXACT);
    }

    private static double loss(FunctionTag tag, List<LabelledTask> judges) {
        double sum = 0;
        for (LabelledTask judge : judges) {
            float[] read = states(judge);
            double readOut = 0;
            for (int m = 0; m < 2; m++) {
                float[] head = tag.members().get(m).head().toArray();
                readOut += (head[0] * read[2 * m] + head[1] * read[2 * m + 1]) / 2;
            }
            double error = (MEAN + DEVIATION * readOut - judge.label()) / DEVIATION;
            sum += error * error;
        }
        return sum;
    }

    private static FunctionTag tag(float a, float b) {
        FunctionTag.Member member =
                new FunctionTag.Member(new Rows(1, 2, new float[2]), new Rows(1, 2, new float[] {a, b}));
        return new FunctionTag(
                new TagId("f", 1, ""),
                List.of(member, member),
                MEAN,
                DEVIATION,
                "unit",
                PromptTemplate.parse("{SMILES}{function}"));
    }
}
