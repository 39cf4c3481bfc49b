package dev.tagstream.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak of some seconds: too short to say anything of trends, long enough that a full queue holds reading up. */
class BenchSoakIT {
    private final CommandRun run = new CommandRun();

    @TempDir
    Path folder;

    /** A tiny model, so that the engine is ahead of what a waiting thread reads on any machine. */
    @Test
    void givesEveryRequestOneOutcomeAndHoldsTheBoundWhileMoreWaits() throws IOException {
        String model = folder.resolve("tiny").toString();
        assertThat(run.execute(
                        "model",
                        "random",
                        model,
                        "--hidden",
                        "32",
                        "--layers",
                        "1",
                        "--head-dim",
                        "16",
                        "--dtype",
                        "float32"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        int code = run.execute(
                "bench",
                "soak",
                "--model",
                model,
                "--for",
                "15s",
                "--every",
                "1s",
                "--waiting",
                "2000",
                "--set",
                "queue.max.records=200");
        assertThat(code).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode line = new ObjectMapper().readTree(run.out());

        assertThat(line.get("requests").asLong()).isGreaterThanOrEqualTo(2_000);
        assertThat(line.get("predicted").asLong() + line.get("rejected").asLong())
                .isEqualTo(line.get("requests").asLong());
        assertThat(line.get("lost").asLong()).isZero();
        assertThat(line.get("doubled").asLong()).isZero();
        assertThat(line.get("latencySeconds").get("count").asLong()
                        + line.get("singleLatencySeconds").get("count").asLong())
                .isEqualTo(line.get("predicted").asLong());
        assertThat(line.get("singleLatencySeconds").get("count").asLong()).isPositive();
        assertThat(line.get("latencySeconds").get("p50").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(line.get("latencySeconds").get("max").asDouble());
        assertThat(line.get("mostPending").asLong())
                .as("of more than fits: %s", run.err())
                .isPositive()
                .isLessThanOrEqualTo(line.get("pendingBound").asLong());
        assertThat(line.get("pendingBound").asLong()).isLessThan(2_000);
        assertThat(line.get("samples").asInt()).isGreaterThanOrEqualTo(5);
        for (SoakFigure figure : SoakFigure.values()) {
            assertThat(line.get(figure.label()).get("last").asDouble())
                    .as(figure.label())
                    .isPositive();
        }
        assertThat(line.get("judged").asBoolean()).isFalse();
        System.out.println(line);
    }
}
