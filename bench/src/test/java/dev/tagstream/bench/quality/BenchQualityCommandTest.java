package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded model on chains of carbon and oxygen whose number is told by their text. */
class BenchQualityCommandTest {
    private static final String QUICK = "tag, rows 4, batch 16, epochs 1";

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    private Path table() throws IOException {
        List<String> lines = new ArrayList<>(List.of("smiles,chain,value,long"));
        for (int i = 0; i < 90; i++) {
            int carbons = 1 + i % 15;
            int oxygens = 1 + i / 15;
            lines.add("%s,%s,%d,%d"
                    .formatted("C".repeat(carbons), "O".repeat(oxygens), carbons - oxygens, carbons > 7 ? 1 : 0));
        }
        return Files.write(folder.resolve("chains.csv"), lines);
    }

    private Map<String, JsonNode> bench(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--epochs", "1", "--batch", "16", "--rows", "4"));
        arguments.addAll(List.of(more));
        return benchAsItIs(arguments.toArray(String[]::new));
    }

    private Map<String, JsonNode> benchAsItIs(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("bench", "quality", "Chain", "--data", table().toString()));
        arguments.addAll(List.of(more));
        assertThat(run.execute(arguments.toArray(String[]::new))).as(run.err()).isZero();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(json.readTree(line));
        }
        return lines.stream()
                .collect(Collectors.toMap(line -> line.get("predictor").asText(), line -> line));
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void saysOfEachPredictorWhichOthersItIsBetterThan() throws IOException {
        Map<String, JsonNode> lines =
                bench("--span", "SMILES=smiles", "--span", "SMILES=chain", "--probe", "--offsets", "--members", "2");

        assertThat(lines.keySet())
                .containsExactlyInAnyOrder(
                        "mean",
                        "median",
                        "additive",
                        "offsets alone",
                        "kernel",
                        "probe",
                        "probe with offsets",
                        QUICK + ", member 1",
                        QUICK + ", member 2",
                        QUICK + ", ensemble",
                        QUICK + " with offsets, member 1",
                        QUICK + " with offsets, member 2",
                        QUICK + " with offsets, ensemble");
        assertThat(names(lines.get("mean").get("resampled"))).containsExactly("SMILES");
        assertThat(names(lines.get("additive").get("betterThan"))).contains("mean", "median");
        assertThat(names(lines.get("mean").get("betterThan"))).doesNotContain("additive");
        assertThat(lines.get("offsets alone").get("r2").asDouble()).isGreaterThan(0.8);
        assertThat(lines.get("probe").get("closerThan").isArray()).isTrue();
    }

    /** What is said of each tag beside what all of them share. */
    private static List<String> tags(Map<String, JsonNode> lines) {
        return lines.keySet().stream()
                .filter(name -> name.startsWith("tag"))
                .map(name -> name.replace(QUICK.substring("tag".length()), "").substring("tag".length()))
                .toList();
    }

    /** The line is what a user gets who says nothing. */
    @Test
    void aTagWithoutFurtherOptionsIsThatOfTrainFunction() throws IOException {
        assertThat(benchAsItIs("--sample", "40").keySet()).contains("tag");
    }

    @Test
    void learnsOptionsApartBesideAPlainTag() throws IOException {
        assertThat(tags(bench("--apart", "--deep", "--read-rows", "2", "--low-rank", "1")))
                .containsExactlyInAnyOrder("", ", deep", ", read-rows 2", ", low-rank 1");
        assertThat(tags(bench("--deep", "--low-rank", "1"))).containsExactlyInAnyOrder("", ", deep, low-rank 1");
    }

    @Test
    void comparesClassesByTheAreaUnderTheCurve() throws IOException {
        Map<String, JsonNode> lines = bench(
                "--span",
                "SMILES=smiles",
                "--span",
                "SMILES=chain",
                "--value",
                "long",
                "--classes",
                "no,yes",
                "--probe");

        assertThat(lines.keySet()).containsExactlyInAnyOrder("mean", "kernel", "probe", QUICK);
        assertThat(names(lines.get("probe").get("betterThan"))).contains("mean");
        assertThat(lines.get("probe").has("crossEntropy")).isFalse();
        assertThat(lines.get("kernel").has("crossEntropy")).isFalse();
        assertThat(lines.get("kernel").get("auc").asDouble()).isGreaterThan(0.9);
    }

    /** Of two molecules, one of which is tested. */
    @Test
    void tellsNothingApartWhereTheTestHoldsOneClass() throws IOException {
        Path few = Files.writeString(folder.resolve("few.csv"), "smiles,value\nC,0\nC,0\nCC,1\nCC,1\nCCC,1\nCCC,1\n");

        assertThat(run.execute(
                        "bench", "quality", "Chain", "--data", few.toString(), "--classes", "no,yes", "--no-tag"))
                .as(run.err())
                .isZero();
    }

    @Test
    void drawsASampleOfTheRows() throws IOException {
        JsonNode line = bench("--sample", "40", "--no-tag").get("mean");

        assertThat(line.get("train").asInt()
                        + line.get("stop").asInt()
                        + line.get("test").asInt())
                .isEqualTo(40);
        assertThat(run.execute("bench", "quality", "Chain", "--data", table().toString(), "--sample", "-1"))
                .isNotZero();
        assertThat(run.err()).contains("--sample must be at least 1");
    }
}
