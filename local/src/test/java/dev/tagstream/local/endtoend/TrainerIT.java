package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.TagstreamMain;
import dev.tagstream.local.JavaProcess;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.trainer.ops.TrainerMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb with the real learner: results of a function that nobody has a tag for lead to one. */
class TrainerIT {
    private static final String FUNCTION = "Size";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Enough to be better than the mean. */
    private static final int EPOCHS = 5;

    /** Nothing was predicted here. */
    private static final Set<TrainerMeter> OF_PREDICTIONS = Set.of(TrainerMeter.LIVE_ACCURACY, TrainerMeter.LIVE_PAIRS);

    @TempDir
    Path folder;

    @Test
    void learnsADeclaredFunctionFromItsFirstResults() throws Exception {
        try (FeedbackStack feedback = new FeedbackStack(TrainerIT.class, folder)) {
            feedback.declare(FUNCTION);
            int port = freePort();
            Process trainer = start(feedback, port);
            try {
                feedback.measure(FUNCTION, Instant.now(), length -> length);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .failFast("the trainer has ended by itself", () -> !trainer.isAlive())
                        .until(() -> !feedback.verdicts().isEmpty());
                tellsOverHttpWhatItHasLearned(ServicePages.of(port));
            } finally {
                trainer.destroy();
                assertThat(trainer.waitFor(2, TimeUnit.MINUTES))
                        .as("SIGTERM ends it")
                        .isTrue();
            }

            GateVerdict verdict = feedback.verdicts().get(0);
            assertThat(verdict.getOutcome()).as(verdict.getReason()).isEqualTo(GateOutcome.PUBLISHED);
            TagVersion version = feedback.functionTags().stream()
                    .filter(entry -> entry.getKey().equals(FUNCTION))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            assertThat(version.getVersion()).isEqualTo(1);
            assertThat(version.getUnit()).isEqualTo("atoms");
            assertThat(version.getEvaluation().get("r2")).isPositive();
        }
    }

    private static void tellsOverHttpWhatItHasLearned(ServicePages pages) throws Exception {
        String metrics = pages.read("/metrics", 200);
        assertThat(ServicePages.families(metrics))
                .isEqualTo(Stream.of(TrainerMeter.values())
                        .filter(meter -> !OF_PREDICTIONS.contains(meter))
                        .map(TrainerMeter::exported)
                        .collect(Collectors.toSet()));
        assertThat(ServicePages.sum(metrics, "tagstream_rounds_total")).isPositive();
        assertThat(ServicePages.sum(metrics, "tagstream_results_total")).isPositive();
        assertThat(metrics)
                .contains("tagstream_buffer{function=\"Size\"}")
                .contains("tagstream_held_out{function=\"Size\",metric=\"r2\",version=\"1\"}");
        pages.read("/health/ready", 200);
        pages.read("/health/live", 200);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(FeedbackStack feedback, int port) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "trainer",
                "--set",
                "state.dir=" + folder.resolve("state"),
                "--set",
                "http.port=" + port,
                "--set",
                "application.id=" + feedback.application(),
                "--set",
                "tag.members=1",
                "--set",
                "train.epochs=" + EPOCHS));
        arguments.addAll(SharedStack.options(TrainerIT.class));
        return JavaProcess.start(Path.of("target", "trainer-it.log"), TagstreamMain.class, arguments);
    }
}
