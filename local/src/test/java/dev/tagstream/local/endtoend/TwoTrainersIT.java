package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.trainer.LearningTrainer;
import dev.tagstream.trainer.learner.RidgeLearner;
import dev.tagstream.trainer.round.RoundListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several trainers share the functions, and each function has one of them at a time. */
class TwoTrainersIT {
    private static final int FUNCTIONS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void learnEachFunctionOnceAndTakeOverFromEachOther() {
        List<String> functions =
                IntStream.range(0, FUNCTIONS).mapToObj(i -> "Size" + i).toList();
        try (FeedbackStack feedback = new FeedbackStack(TwoTrainersIT.class, folder);
                LlamaEngine engine = new ModelOptions().open();
                LearningTrainer one = trainer(feedback, engine, "one")) {
            try (LearningTrainer other = trainer(feedback, engine, "other")) {
                one.start();
                one.awaitRunning(PATIENCE);
                other.start();
                other.awaitRunning(PATIENCE);
                functions.forEach(feedback::declare);
                functions.forEach(function -> feedback.measure(function, NOON, length -> length));
                awaitVerdicts(feedback, FUNCTIONS);

                assertThat(published(one) + published(other)).isEqualTo(FUNCTIONS);
                assertThat(numbers(feedback, functions)).containsOnly(List.of(1L));
            }
            functions.forEach(function -> feedback.measure(function, NOON.plusSeconds(60), length -> -length));
            awaitVerdicts(feedback, 2 * FUNCTIONS);

            assertThat(numbers(feedback, functions)).containsOnly(List.of(1L, 2L));
        }
    }

    private static LearningTrainer trainer(FeedbackStack feedback, LlamaEngine engine, String name) {
        return new LearningTrainer(
                FeedbackStack.config(feedback.settings(name)),
                engine,
                new RidgeLearner(engine.width()),
                RoundListener.SILENT);
    }

    private static void awaitVerdicts(FeedbackStack feedback, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> feedback.verdicts().size() >= count);
        assertThat(feedback.verdicts())
                .hasSize(count)
                .allMatch(verdict -> verdict.getOutcome() == GateOutcome.PUBLISHED);
    }

    private static long published(LearningTrainer trainer) {
        return trainer.counters().rounds(GateOutcome.PUBLISHED);
    }

    /** The versions of each function, in the order of their publishing. */
    private static Stream<List<Long>> numbers(FeedbackStack feedback, List<String> functions) {
        List<List<Long>> numbers = new ArrayList<>();
        for (String function : functions) {
            numbers.add(feedback.functionTags().stream()
                    .filter(entry -> entry.getKey().equals(function))
                    .map(entry -> entry.getValue().getVersion())
                    .toList());
        }
        return numbers.stream();
    }
}
