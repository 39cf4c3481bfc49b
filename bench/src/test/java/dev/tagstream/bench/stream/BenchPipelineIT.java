package dev.tagstream.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench of the stream in short: what it counts, not what it measures. */
class BenchPipelineIT {
    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void countsEveryRequestOfEveryRunWithTheInstantEngine() throws IOException {
        List<JsonNode> lines =
                bench("60", "--engine", "instant", "--workload", "panel", "--passes", "2", "--repeat", "2");

        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line.get("bench").asText()).isEqualTo("pipeline");
            assertThat(line.get("workload").asText()).isEqualTo("panel");
            assertThat(line.get("engine").asText()).isEqualTo("instant");
            assertThat(line.get("compounds").asInt()).isEqualTo(60);
            assertThat(line.get("targets").asInt()).isEqualTo(5);
            assertThat(line.get("requests").asInt()).isEqualTo(600);
            assertThat(line.get("predicted").asInt()).isEqualTo(600);
            assertThat(line.get("rejected").asInt()).isZero();
            assertThat(line.get("records").asInt()).isBetween(0, 600);
            assertThat(line.get("cpuSeconds").asDouble()).isNotNegative();
            // The clock counts in hundredths of a second: so few requests may take none of them.
            assertThat(line.get("recordsPerCpuSecond").isNull())
                    .isEqualTo(line.get("cpuSeconds").asDouble() == 0);
            assertThat(line.has("brokerCpuSeconds")).isTrue();
            assertThat(line.has("share")).isFalse();
        });
        assertThat(lines).extracting(line -> line.get("run").asInt()).containsExactly(1, 2);
    }

    @Test
    void setsTheBareEngineBesideTheRealOneAndCountsWhatIsRejected() throws IOException {
        Path library = Files.writeString(folder.resolve("l.smi"), "CCO a\nC1CC broken\nCCN b\n");

        JsonNode line = bench("3", "--workload", "library", "--library", library.toString())
                .get(0);

        assertThat(line.get("engine").asText()).isEqualTo("real");
        assertThat(line.get("targets").asInt()).isEqualTo(1);
        assertThat(line.get("predicted").asInt()).isEqualTo(2);
        assertThat(line.get("rejected").asInt()).isEqualTo(1);
        assertThat(line.get("engineSeconds").isNumber()).isTrue();
        assertThat(line.get("barePairsPerSecond").asDouble()).isPositive();
        assertThat(line.has("share")).isTrue();
    }

    private List<JsonNode> bench(String compounds, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("bench", "pipeline", "--warm-up", "0", "--compounds", compounds));
        arguments.addAll(List.of(more));
        assertThat(run.execute(arguments.toArray(String[]::new))).as(run.err()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(run.out())
                .readAll();
    }
}
