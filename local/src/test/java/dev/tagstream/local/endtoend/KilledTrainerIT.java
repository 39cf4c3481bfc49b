package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.local.JavaProcess;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.trainer.round.RoundState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer is a JVM of its own here, and dies of SIGKILL in every state of its round. */
class KilledTrainerIT {
    private static final String FUNCTION = "Size";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void losesNoResultAndPublishesNothingHalf() throws Exception {
        try (FeedbackStack feedback = new FeedbackStack(KilledTrainerIT.class, folder)) {
            Path settings = write(feedback);
            feedback.declare(FUNCTION);
            feedback.measure(FUNCTION, NOON, length -> length);
            long buffered = 0;
            for (RoundState state :
                    List.of(RoundState.TRAINING, RoundState.JUDGING, RoundState.PUBLISHING, RoundState.COLLECTING)) {
                killAt(state, settings);

                assertThat(published(feedback)).as("after a kill in %s", state).isEmpty();
                assertThat(feedback.verdicts()).as("after a kill in %s", state).isEmpty();
                long present = feedback.buffered(); // what was not committed is read again
                assertThat(present).as("after a kill in %s", state).isBetween(buffered, (long) FeedbackStack.RESULTS);
                buffered = present;
            }

            Process last = start("last", settings, folder.resolve("never"));
            try {
                await(last, () -> feedback.verdicts().size() == 1);
                feedback.measure(FUNCTION, NOON.plusSeconds(60), length -> -length);
                await(last, () -> feedback.verdicts().size() == 2);
            } finally {
                last.destroy();
                assertThat(last.waitFor(2, TimeUnit.MINUTES))
                        .as("SIGTERM ends it")
                        .isTrue();
            }
            assertThat(feedback.verdicts()).extracting(GateVerdict::getOutcome).containsOnly(GateOutcome.PUBLISHED);
            assertThat(published(feedback)).containsExactly(1L, 2L);
            assertThat(feedback.history().stream()
                            .filter(entry -> entry.getValue().getName().equals(FUNCTION))
                            .map(entry -> entry.getKey()))
                    .containsExactly("Size@1", "Size@2");
            assertThat(feedback.buffered()).isEqualTo(FeedbackStack.RESULTS);
        }
    }

    /** Versions of the function that a reader of committed records sees. */
    private static List<Long> published(FeedbackStack feedback) {
        return feedback.functionTags().stream()
                .filter(entry -> entry.getKey().equals(FUNCTION))
                .map(entry -> entry.getValue().getVersion())
                .toList();
    }

    private Path write(FeedbackStack feedback) throws IOException {
        Properties properties = new Properties();
        properties.putAll(feedback.settings("state"));
        Path file = folder.resolve("trainer.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private void killAt(RoundState state, Path settings) throws Exception {
        Path mark = folder.resolve("at-" + state);
        Process process = start(state.name(), settings, mark, state.name());
        try {
            await(process, () -> Files.exists(mark));
        } finally {
            process.destroyForcibly(); // SIGKILL
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static void await(Process process, BooleanSupplier condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("the trainer has ended by itself", () -> !process.isAlive())
                .until(condition::getAsBoolean);
    }

    private static Process start(String name, Path settings, Path mark, String... state) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(settings.toString(), mark.toString()));
        arguments.addAll(List.of(state));
        return JavaProcess.start(
                Path.of("target", "killed-trainer-" + name + ".log"), StoppingTrainer.class, arguments);
    }
}
