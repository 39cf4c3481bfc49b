package dev.tagstream.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From results of a function without a tag to predictions by its first version, with the real learner. */
class BenchLoopIT {
    private static final List<String> STEPS =
            List.of("sent", "taken", "judging", "decided", "forwarded", "known", "used");

    private final CommandRun run = new CommandRun();

    @Test
    void tellsWhenEachStepWasReached() throws IOException {
        assertThat(run.execute("bench", "loop", "--results", "150", "--turns", "1"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        JsonNode line = new ObjectMapper().readTree(run.out());

        JsonNode turn = line.get("turns").get(0);
        assertThat(turn.get("version").asLong()).isEqualTo(1);
        assertThat(turn.get("heldOutR2").asDouble()).isPositive();
        assertThat(STEPS.stream().map(step -> turn.get(step + "Seconds").asDouble()))
                .isSorted();
        assertThat(turn.get("forwardedToUsedSeconds").asDouble()).isPositive();
        assertThat(turn.get("predictedSeconds").asDouble())
                .isGreaterThan(turn.get("knownSeconds").asDouble());
        assertThat(run.err()).contains("version 1, held-out R2", "every processor has scored with it");
    }
}
