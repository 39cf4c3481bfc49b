package dev.tagstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A hundred versions of a function tag while two processors score a library with the one before. */
class BenchSwapIT {
    private final CommandRun run = new CommandRun();

    @Test
    void swapsUnderLoadWithoutAPredictionLostDoubledOrMixed() throws IOException {
        JsonNode line = bench("--swaps", "100", "--between", "20", "--idle-swaps", "3");

        assertThat(line.get("bench").asText()).isEqualTo("swap");
        assertThat(line.get("processors").asInt()).isEqualTo(2);
        assertThat(line.get("swaps").asInt()).isEqualTo(100);
        assertThat(line.get("idleSwaps").asInt()).isEqualTo(3);
        assertThat(line.get("requests").asInt()).isGreaterThanOrEqualTo(100 * 20 + 3);
        assertThat(line.get("predicted").asInt()).isEqualTo(line.get("requests").asInt());
        assertThat(line.get("rejected").asInt()).isZero();
        assertThat(line.get("lost").asInt()).isZero();
        assertThat(line.get("doubled").asInt()).isZero();
        assertThat(line.get("misnamed").asInt()).isZero();
        assertThat(line.get("backward").asInt()).isZero();
        assertThat(line.get("mixedBatches").asInt()).isZero();
        assertThat(line.get("batches").asInt())
                .isGreaterThanOrEqualTo(line.get("versionsUsed").asInt());
        assertThat(line.get("versionsUsed").asInt())
                .as("the first, the last under load and the idle ones at least")
                .isGreaterThanOrEqualTo(1 + 1 + 3);
        for (String figure :
                new String[] {"batch", "knownUnderLoad", "firstUseUnderLoad", "knownIdle", "firstUseIdle"}) {
            assertThat(line.get(figure + "MedianSeconds").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(line.get(figure + "MaxSeconds").asDouble());
        }
        System.out.println(line);
    }

    private JsonNode bench(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        all[0] = "bench";
        all[1] = "swap";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        assertThat(run.execute(all)).as(run.err()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper().readTree(run.out());
    }
}
