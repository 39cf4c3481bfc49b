package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LearningExamples;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Learning end to end on a tiny random model, of properties that can be told from the text: the share of carbon in a molecule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaLearnerTest {
    private static final FunctionSpec CARBON = new FunctionSpec(
            "Carbon", Task.REGRESSION, "share", List.of(), PromptTemplate.parse("{bos}{SMILES}\n{function}"));
    private static final FunctionSpec MANY_CARBONS = new FunctionSpec(
            "ManyCarbons",
            Task.CLASSIFICATION,
            "class",
            List.of("few", "many"),
            PromptTemplate.parse("{bos}{SMILES}\n{function}"));
    private static final TrainingOptions SHORT =
            new TrainingOptions(4, 2, false, 0, 1, false, 64, 2e-2, 12, 6, Duration.ofMinutes(5), 3, 1.0);

    /** Some three standard deviations of the labels. */
    private static final double FAR = 0.4;

    private LlamaEngine engine;
    private TagSet domains;
    private Learner learner;
    private List<LabelledTask> examples;
    private List<LabelledTask> heldOut;

    @BeforeAll
    void open() {
        engine = LlamaEngine.open(LearningExamples.folder(), EngineOptions.DEFAULT);
        domains = LearningExamples.domains(engine);
        learner = LlamaLearner.over(engine);
        examples = LearningExamples.carbonShares(engine, 400, 1);
        heldOut = LearningExamples.carbonShares(engine, 150, 2);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private LearnedTag learn(
            FunctionSpec spec, List<LabelledTask> from, List<LabelledTask> by, TrainingOptions options) {
        return learner.learn(spec, domains, Optional.empty(), from, by, options, TrainingListener.SILENT);
    }

    @Test
    void learnsANumberBetterThanItsMean() {
        LearnedTag learned = learn(CARBON, examples, heldOut, SHORT);

        assertThat(learned.metrics().get("r2")).isGreaterThan(0.3);
        assertThat(learned.tag().members()).hasSize(2);
        assertThat(learned.examples()).isEqualTo(400);
        assertThat(learned.tag().unit()).isEqualTo("share");
    }

    @Test
    void learnsClasses() {
        List<LabelledTask> train = LearningExamples.manyCarbons(examples);
        List<LabelledTask> by = LearningExamples.manyCarbons(heldOut);

        LearnedTag learned = learn(MANY_CARBONS, train, by, SHORT);

        assertThat(learned.metrics().get("auc")).isGreaterThan(0.75);
        assertThat(learner.predict(learned.tag(), domains, by)).allSatisfy(probabilities -> {
            assertThat(probabilities).hasSize(2);
            assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-9));
        });
    }

    /** Taken for values, the bounds that hold would pull the mean half of the way to them. */
    @Test
    void aBoundTeachesOnlyWhereAPredictionIsOnItsWrongSide() {
        LearnedTag exact = learn(CARBON, examples, heldOut, SHORT);
        LearnedTag held = learn(CARBON, halfAtLeast(-FAR), heldOut, SHORT);
        LearnedTag broken = learn(CARBON, halfAtLeast(FAR), heldOut, SHORT);

        assertThat(held.metrics().get("r2")).isGreaterThan(0.3);
        assertThat(meanPrediction(held)).isCloseTo(meanPrediction(exact), within(FAR / 6));
        assertThat(meanPrediction(broken)).isGreaterThan(meanPrediction(exact) + FAR / 4);
    }

    /** Every second label moved, and a lower bound of the value. */
    private List<LabelledTask> halfAtLeast(double moved) {
        List<LabelledTask> bounded = new ArrayList<>(examples);
        for (int i = 0; i < bounded.size(); i += 2) {
            LabelledTask example = bounded.get(i);
            bounded.set(i, new LabelledTask(example.task(), example.label() + moved, LabelledTask.Bound.ABOVE));
        }
        return bounded;
    }

    private double meanPrediction(LearnedTag learned) {
        return learner.predict(learned.tag(), domains, heldOut).stream()
                .mapToDouble(prediction -> prediction[0])
                .average()
                .orElseThrow();
    }

    /** So short that the gradient alone leaves the head near zero. */
    @Test
    void solvesTheHeadWhenTheStepsAreOver() {
        TrainingOptions brief =
                new TrainingOptions(4, 2, false, 0, 1, false, 64, 1e-4, 1, 6, Duration.ofMinutes(5), 3, 1.0);

        LearnedTag solved = learn(CARBON, examples, heldOut, brief);
        LearnedTag unsolved = learner.learn(
                CARBON, domains, Optional.empty(), examples, heldOut, brief, progress -> progress.examplesSeen() < 300);

        assertThat(unsolved.metrics().get("r2")).isLessThan(0.05);
        assertThat(solved.metrics().get("r2")).isGreaterThan(0.3);
    }

    @Test
    void aProbeReadsTheModelWithoutTags() {
        LinearProbe probe = LinearProbe.fit(engine, CARBON, examples, heldOut, List.of());
        LinearProbe ofClasses = LinearProbe.fit(
                engine,
                MANY_CARBONS,
                LearningExamples.manyCarbons(examples),
                LearningExamples.manyCarbons(heldOut),
                List.of());

        assertThat(Metrics.of(Task.REGRESSION, probe.predict(heldOut), heldOut).get("r2"))
                .isGreaterThan(0.5);
        List<LabelledTask> classes = LearningExamples.manyCarbons(heldOut);
        assertThat(Metrics.of(Task.CLASSIFICATION, ofClasses.predict(classes), classes)
                        .get("auc"))
                .isGreaterThan(0.8);
    }

    @Test
    void deepValuesAndMoreRowsReadAreLearnedToo() {
        LearnedTag learned = learn(CARBON, examples, heldOut, SHORT.withShape(1, true, 0, 3, false));

        assertThat(learned.metrics().get("r2")).isGreaterThan(0.3);
        assertThat(learned.tag().members().get(0).readRows()).isEqualTo(3);
        assertThat(learned.tag().members().get(0).deep()).isNotNull();
    }

    @Test
    void lowRankUpdatesAreLearnedToo() {
        LearnedTag learned = learn(CARBON, examples, heldOut, SHORT.withShape(2, false, 2, 1, false));

        assertThat(learned.metrics().get("r2")).isGreaterThan(0.3);
        assertThat(learned.tag().members()).allSatisfy(member -> {
            assertThat(member.rank()).isEqualTo(2);
            assertThat(updates(member)).as("A and B").doesNotContain(0f);
        });
        assertThat(updates(learned.tag().members().get(0)))
                .isNotEqualTo(updates(learned.tag().members().get(1)));
    }

    private static float[] updates(FunctionTag.Member member) {
        return Objects.requireNonNull(member.lowRank()).values().toArray();
    }

    /** Not to the last digit, since libtorch adds gradients up in the order in which its threads come. */
    @Test
    void theSameSeedGivesTheSameTagAndAnotherAnother() {
        TrainingOptions brief = SHORT.withEpochs(2);
        double[] once = firstPredictions(brief);

        assertThat(firstPredictions(brief)).usingComparatorWithPrecision(0.01).containsExactly(once);
        assertThat(firstPredictions(brief.withSeed(4))).isNotEqualTo(once);
    }

    private double[] firstPredictions(TrainingOptions options) {
        return learner.predict(learn(CARBON, examples, heldOut, options).tag(), domains, heldOut).stream()
                .mapToDouble(prediction -> prediction[0])
                .toArray();
    }

    @Test
    void aWarmStartGoesOnFromATag() {
        LearnedTag first = learn(CARBON, examples, heldOut, SHORT);
        LearnedTag second = learner.learn(
                CARBON,
                domains,
                Optional.of(first.tag()),
                examples,
                heldOut,
                SHORT.withEpochs(1),
                TrainingListener.SILENT);

        assertThat(second.metrics().get("mse"))
                .isLessThanOrEqualTo(first.metrics().get("mse") * 1.0001);
    }

    @Test
    void aWarmStartGrowsThePartsThatTheTagLacksWithoutChangingWhatItPredicts() {
        FunctionTag plain =
                learn(CARBON, examples, heldOut, SHORT.withEpochs(2)).tag();
        TrainingOptions grown = SHORT.withShape(2, true, 2, 3, false);
        FunctionTag before = warm(plain, grown.withEpochs(0)).tag();

        assertThat(before.members()).allSatisfy(member -> {
            assertThat(member.deep()).isNotNull();
            assertThat(member.rank()).isEqualTo(2);
            assertThat(member.readRows()).isEqualTo(3);
        });
        assertSamePredictions(before, plain);

        LearnedTag after = warm(plain, grown);
        assertThat(after.metrics().get("mse"))
                .isLessThan(Metrics.of(Task.REGRESSION, learner.predict(plain, domains, heldOut), heldOut)
                        .get("mse"));
        assertThat(after.tag().members()).allSatisfy(member -> {
            assertThat(Objects.requireNonNull(member.deep()).toArray()).doesNotContain(0f);
            assertThat(updates(member)).as("A and B").doesNotContain(0f);
        });

        FunctionTag larger = warm(
                        after.tag(), SHORT.withShape(2, false, 3, 1, false).withEpochs(0))
                .tag();
        assertThat(larger.members()).allSatisfy(member -> {
            assertThat(member.deep()).as("nothing is taken away").isNotNull();
            assertThat(member.rank()).isEqualTo(3);
            assertThat(member.readRows()).isEqualTo(3);
        });
        assertSamePredictions(larger, after.tag());
    }

    private LearnedTag warm(FunctionTag start, TrainingOptions options) {
        return learner.learn(CARBON, domains, Optional.of(start), examples, heldOut, options, TrainingListener.SILENT);
    }

    private void assertSamePredictions(FunctionTag tag, FunctionTag other) {
        List<double[]> predictions = learner.predict(tag, domains, heldOut);
        List<double[]> others = learner.predict(other, domains, heldOut);
        for (int i = 0; i < predictions.size(); i++) {
            assertThat(predictions.get(i)[0]).isCloseTo(others.get(i)[0], within(1e-5));
        }
    }

    @Test
    void goesOnFromACheckpointAsIfItHadNotEnded(@TempDir Path folder) {
        TrainingOptions all = SHORT.withShape(2, true, 2, 2, false);
        Optional<Path> file = Optional.of(folder.resolve("carbon.json"));
        TrainingListener interrupts = progress -> progress.examplesSeen() < 1_500;

        assertThat(learn(all, interrupts, file).end()).isEqualTo(LearnedTag.End.STOPPED);
        List<Long> seen = new ArrayList<>();
        LearnedTag resumed = learn(
                all,
                progress -> {
                    seen.add(progress.examplesSeen());
                    return true;
                },
                file);
        LearnedTag unbroken = learn(all, TrainingListener.SILENT, Optional.empty());

        assertThat(resumed.tag().members())
                .allSatisfy(member -> assertThat(member.rank()).isEqualTo(2));
        assertThat(seen.get(0)).isBetween(1_000L, 1_500L);
        assertThat(resumed.metrics().get("r2"))
                .isCloseTo(
                        unbroken.metrics().get("r2"),
                        within(0.05)); // spans met in another order differ in their last digits
        assertThatThrownBy(() -> learn(all.withSeed(5), TrainingListener.SILENT, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is the state of another training run");
    }

    private LearnedTag learn(TrainingOptions options, TrainingListener listener, Optional<Path> checkpoint) {
        return LlamaLearner.over(engine)
                .learn(CARBON, domains, Optional.empty(), examples, heldOut, options, listener, checkpoint);
    }

    @Test
    void stopsWhenTheListenerOrTheBudgetSaysSo() {
        LearnedTag stopped = learner.learn(
                CARBON, domains, Optional.empty(), examples, heldOut, SHORT, progress -> progress.examplesSeen() < 100);

        assertThat(stopped.end()).isEqualTo(LearnedTag.End.STOPPED);
        assertThat(learn(CARBON, examples, heldOut, SHORT.withBudget(Duration.ofNanos(1)))
                        .end())
                .isEqualTo(LearnedTag.End.BUDGET);
    }

    @Test
    void stopsWhenThereIsNoMoreToGain() {
        TrainingOptions impatient =
                new TrainingOptions(2, 1, false, 0, 1, false, 64, 1e-9, 50, 2, Duration.ofMinutes(5), 3, 1.0);
        List<LabelledTask> noise = LearningExamples.noise(examples);

        assertThat(learn(CARBON, noise, LearningExamples.noise(heldOut), impatient)
                        .end())
                .isIn(LearnedTag.End.PATIENCE, LearnedTag.End.EPOCHS);
    }

    /** With an evaluation each thousand examples there would be six, and ten in a row would never come. */
    @Test
    void patienceEndsARunOfFewExamplesToo() {
        TrainingOptions asTheTrainerHasThem =
                new TrainingOptions(4, 1, false, 0, 1, false, 16, 1e-2, 100, 10, Duration.ofMinutes(5), 3, 1.0);
        List<LabelledTask> few = LearningExamples.noise(examples.subList(0, 68));

        assertThat(learn(CARBON, few, LearningExamples.noise(heldOut.subList(0, 20)), asTheTrainerHasThem)
                        .end())
                .isEqualTo(LearnedTag.End.PATIENCE);
    }

    /** One label in a unit gone wrong: beyond what a float32 holds, so the gradients of its step are no numbers. */
    @Test
    void aStepThatOverflowsIsLeftOut() {
        List<LabelledTask> spoiled = new ArrayList<>(examples);
        spoiled.add(new LabelledTask(examples.get(0).task(), 1e300, LabelledTask.Bound.ABOVE));

        LearnedTag learned = learn(CARBON, spoiled, heldOut, SHORT.withMembers(1));

        assertThat(learned.end()).isEqualTo(LearnedTag.End.EPOCHS);
        assertThat(learned.metrics().get("r2")).isGreaterThan(0.2);
    }

    @Test
    void aRunWhoseEveryStepOverflowsEndsWithTheTagItHas() {
        List<LabelledTask> spoiled = new ArrayList<>(examples.subList(0, 30));
        examples.subList(30, 400)
                .forEach(example -> spoiled.add(new LabelledTask(example.task(), 1e300, LabelledTask.Bound.ABOVE)));

        LearnedTag learned = learn(CARBON, spoiled, heldOut, SHORT.withMembers(1));

        assertThat(learned.end()).isEqualTo(LearnedTag.End.OVERFLOW);
        assertThat(learned.metrics().get("mse")).isFinite();
    }

    /** A listener that says no is heard while a tag is evaluated too, which may take longer than the steps. */
    @Test
    void stopsAmidAnEvaluation() {
        List<Long> asked = new ArrayList<>();
        LearnedTag stopped = learner.learn(CARBON, domains, Optional.empty(), examples, heldOut, SHORT, progress -> {
            asked.add(progress.examplesSeen());
            return false;
        });

        assertThat(asked).containsExactly(0L);
        assertThat(stopped.end()).isEqualTo(LearnedTag.End.STOPPED);
    }

    @Test
    void offsetsAreKeptWhereTheyHelpOnly() {
        List<LabelledTask> seenAgain = LearningExamples.withOffsets(examples, 1);
        LearnedTag plain = learn(CARBON, seenAgain, LearningExamples.withOffsets(examples, 2), SHORT.withMembers(1));
        LearnedTag offsets = learn(
                CARBON, seenAgain, LearningExamples.withOffsets(examples, 2), SHORT.withShape(1, false, 0, 1, true));

        assertThat(offsets.tag().offsets()).isNotEmpty();
        assertThat(offsets.metrics().get("mse"))
                .isLessThan(0.7 * plain.metrics().get("mse"));
    }

    @Test
    void refusesWhatTeachesNothing() {
        List<LabelledTask> same = examples.stream()
                .map(example -> new LabelledTask(example.task(), 1, LabelledTask.Bound.EXACT))
                .toList();

        assertThatThrownBy(() -> learn(CARBON, same, heldOut, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all 400 labels of function Carbon are 1.0");
        assertThatThrownBy(() -> learn(CARBON, List.of(), heldOut, SHORT)).hasMessageContaining("no examples");
        assertThatThrownBy(() -> learn(MANY_CARBONS, examples, heldOut, SHORT)).hasMessageContaining("is no class");
    }
}
