package dev.tagstream.trainer.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.learn.TrainingProgress;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.trainer.functions.TaughtFunction;
import dev.tagstream.trainer.learner.CharacterScorer;
import dev.tagstream.trainer.learner.RidgeLearner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearningThreadTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Scorer scorer = new CharacterScorer();
    private final List<RoundState> states = new CopyOnWriteArrayList<>();
    private LearningThread thread = thread(new RidgeLearner(CharacterScorer.WIDTH));

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void goesThroughItsStatesInOrder() {
        RunningRound round = thread.start(request()).orElseThrow();
        RoundOutcome outcome = await(round);

        assertThat(outcome.decision()).as(outcome.reason()).isEqualTo(RoundOutcome.Decision.PASSED);
        assertThat(thread.isFree()).as("nobody has forwarded it yet").isFalse();
        assertThat(thread.start(request())).isEmpty();
        round.settle();
        assertThat(thread.isFree()).isTrue();
        assertThat(states)
                .containsExactly(RoundState.TRAINING, RoundState.JUDGING, RoundState.PUBLISHING, RoundState.COLLECTING);
    }

    @Test
    void stopsLearningForNobody() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        thread = thread(new Learner() {
            @Override
            public LearnedTag learn(
                    FunctionSpec spec,
                    TagSet domains,
                    Optional<FunctionTag> start,
                    List<LabelledTask> examples,
                    List<LabelledTask> heldOut,
                    TrainingOptions options,
                    TrainingListener listener) {
                while (listener.goesOn(new TrainingProgress(0, 1, 0, Map.of()))) {
                    Thread.onSpinWait();
                }
                stopped.countDown();
                throw new IllegalArgumentException("stopped");
            }

            @Override
            public List<double[]> predict(
                    FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
                throw new UnsupportedOperationException();
            }
        });
        RunningRound round = thread.start(request()).orElseThrow();
        Awaitility.await().until(() -> thread.state() == RoundState.TRAINING);
        round.abandon();
        stopped.await();

        assertThat(thread.isFree()).isTrue();
        thread.close();
        assertThat(round.outcome()).isEmpty();
        assertThat(states).containsExactly(RoundState.TRAINING, RoundState.COLLECTING);
    }

    @Test
    void aFaultOfTheLearnerBreaksTheRoundOffAndIsNoVerdictOnItsResults() {
        thread = thread(failing(new EngineException("out of device memory")));
        RunningRound round = thread.start(request()).orElseThrow();

        assertThat(await(round).decision()).isEqualTo(RoundOutcome.Decision.BROKEN);
        assertThat(await(round).reason()).contains("out of device memory");
        round.settle();
        assertThat(thread.start(request())).isPresent();
    }

    @Test
    void whatTheResultsCauseIsAVerdictOnThem() {
        thread = thread(failing(new IllegalArgumentException("all labels are the same")));

        assertThat(await(thread.start(request()).orElseThrow()).decision()).isEqualTo(RoundOutcome.Decision.FAILED);
    }

    /** After an error no JVM should go on: whoever waits for the outcome is told, and ends the process. */
    @Test
    void anErrorReachesWhoeverAsksForTheOutcome() {
        thread = thread(failing(new OutOfMemoryError("Java heap space")));
        RunningRound round = thread.start(request()).orElseThrow();

        Awaitility.await().untilAsserted(() -> assertThatThrownBy(round::outcome)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Java heap space"));
    }

    private static Learner failing(Throwable failure) {
        return new Learner() {
            @Override
            public LearnedTag learn(
                    FunctionSpec spec,
                    TagSet domains,
                    Optional<FunctionTag> start,
                    List<LabelledTask> examples,
                    List<LabelledTask> heldOut,
                    TrainingOptions options,
                    TrainingListener listener) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public List<double[]> predict(
                    FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void beginsNothingOnceItIsClosed() {
        thread.close();

        assertThat(thread.start(request())).isEmpty();
    }

    @Test
    void saysWhichDomainTagIsMissing() {
        RoundRequest complete = request();
        RunningRound round = thread.start(
                        new RoundRequest(complete.function(), TagSet.EMPTY, complete.examples(), 0, NOON))
                .orElseThrow();

        assertThat(await(round).reason()).contains("the domain tag SMILES").contains("has not been published");
    }

    private LearningThread thread(Learner learner) {
        return new LearningThread(
                learner,
                scorer,
                new RoundOptions(TrainingOptions.DEFAULT, 0.95),
                () -> NOON,
                (function, state) -> states.add(state));
    }

    private static RoundOutcome await(RunningRound round) {
        Awaitility.await().until(() -> round.outcome().isPresent());
        return round.outcome().orElseThrow();
    }

    private static RoundRequest request() {
        TaughtFunction function = new TaughtFunction(
                new FunctionSpec(
                        "Size", Task.REGRESSION, "atoms", List.of(), PromptTemplate.parse("{SMILES}{function}")),
                OptionalLong.empty(),
                false);
        TagSet tags = TagSet.EMPTY.with(new DomainTag(
                new TagId("SMILES", 1, "sha"), new Rows(1, CharacterScorer.WIDTH, new float[CharacterScorer.WIDTH])));
        List<Example> examples = IntStream.range(0, 120)
                .mapToObj(i -> new Example(
                        List.of(new SpanData("SMILES", "C".repeat(1 + i % 40))), 1 + i % 40, Bound.EXACT, i % 5 == 0))
                .toList();
        return new RoundRequest(function, tags, examples, 0, NOON);
    }
}
