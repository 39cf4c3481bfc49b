package dev.tagstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchEngineCommandTest {
    /** Rows of a tag of mini-llama's, and of its template's text: start, newline, newline. */
    private static final int TAG = 10;

    private static final int TEXT = 3;

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void countsEveryRowOfALibrary() throws IOException {
        JsonNode line = line("library", "--compounds", "5", "--residues", "20", "--verify", "--dtype", "float32");
        assertThat(line.get("pairs").asInt()).isEqualTo(5);
        int atoms = molecules(5).stream().mapToInt(String::length).sum();
        JsonNode rows = line.get("rows");
        assertThat(rows.get("encoded").asInt()).isEqualTo(6 * TAG + 20 + atoms);
        assertThat(rows.get("tail").asInt()).isEqualTo(2 + 5 * (TEXT - 2 + TAG)); // two rows in front are run once
        assertThat(rows.get("ofWholePrompts").asInt()).isEqualTo(5 * (20 + 3 * TAG + TEXT) + atoms);
        assertThat(line.at("/spans/Protein/misses").asInt()).isEqualTo(1);
        assertThat(line.at("/spans/SMILES/misses").asInt()).isEqualTo(5);
        assertThat(line.get("flops").asDouble()).isGreaterThan(0);
        assertThat(line.at("/memory/mostCachedBytes").asLong()).isGreaterThan(0);
        assertThat(line.at("/verified/pairs").asInt()).isEqualTo(5);
        assertThat(line.at("/verified/relativeNorm").asDouble()).isLessThan(1e-4);
        assertThat(line.has("shareOfPeak")).isFalse();
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--cache-bytes,1", "--batch,3", "--cache,off", "--members,3"})
    void scoresAPanelAsWholePromptsDo(String option, String value) throws IOException {
        JsonNode line = line(
                "panel",
                "--compounds",
                "4",
                "--targets",
                "2",
                "--residues",
                "30",
                option,
                value,
                "--dtype",
                "float32",
                "--verify=6");
        assertThat(line.get("pairs").asInt()).isEqualTo(8);
        assertThat(line.at("/verified/pairs").asInt()).isEqualTo(6);
        assertThat(line.at("/verified/relativeNorm").asDouble()).isLessThan(1e-4);
        assertThat(line.at("/verified/largestRelative").asDouble()).isLessThan(1e-4);
    }

    @Test
    void givesUnrelatedPairsAProteinEach() throws IOException {
        JsonNode line = line("pairs", "--compounds", "7", "--residues", "25");
        assertThat(line.at("/spans/Protein/misses").asInt()).isEqualTo(7);
        assertThat(line.at("/spans/Protein/hits").asInt()).isZero();
    }

    @Test
    void encodesSpansAlone() throws IOException {
        JsonNode line = line("spans", "--compounds", "3", "--residues", "25", "--dtype", "bfloat16");
        assertThat(line.at("/rows/encoded").asInt()).isGreaterThan(3 * (25 + 2 * TAG));
        assertThat(line.at("/rows/tail").asInt()).isZero();
        assertThat(line.at("/rows").has("ofWholePrompts")).isFalse();
    }

    @Test
    void startsEveryRunWithAnEmptyCache() throws IOException {
        assertThat(bench("library", "--compounds", "2", "--repeat", "2", "--no-peak"))
                .isEqualTo(ExitCode.DONE);
        List<JsonNode> lines = new ArrayList<>();
        for (String text : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(text));
        }
        assertThat(lines).extracting(line -> line.get("run").asInt()).containsExactly(1, 2);
        assertThat(lines)
                .extracting(line -> line.at("/spans/SMILES/hits").asInt())
                .containsOnly(0);
        assertThat(run.err()).contains("library, run 2: 2 pairs in");
    }

    @Test
    void comparesItsSpeedWithThePeak() throws IOException {
        assertThat(bench("library", "--compounds", "2")).isEqualTo(ExitCode.DONE);
        JsonNode line = new ObjectMapper().readTree(run.out());
        double share = line.get("flopsPerSecond").asDouble()
                / line.get("peakFlopsPerSecond").asDouble();
        assertThat(line.get("shareOfPeak").asDouble()).isBetween(share * 0.999, share * 1.001);
        assertThat(run.err()).contains("of the peak of matrix products");
    }

    @Test
    void writesTheScoresWithTheirIds() throws IOException {
        Path library = Files.writeString(folder.resolve("l.smi"), "CCO a\nCC\u00e9 b\nc1ccccc1 c\n");
        Path targets = Files.writeString(folder.resolve("t.fasta"), ">t1\nMKV\n>t2\nMKW\n");
        Path out = folder.resolve("scores.csv");
        JsonNode line = line(
                "panel",
                "--library",
                library.toString(),
                "--targets-fasta",
                targets.toString(),
                "--output-scores",
                out.toString());
        assertThat(line.get("pairs").asInt()).isEqualTo(4); // b has a letter without a token
        try (CSVParser parser = ReferencePairs.FORMAT.parse(Files.newBufferedReader(out))) {
            List<CSVRecord> rows = parser.getRecords();
            assertThat(rows)
                    .extracting(row -> row.get("compound_id") + row.get("target_id"))
                    .containsExactly("at1", "ct1", "at2", "ct2");
            assertThat(rows)
                    .extracting(row -> Double.parseDouble(row.get("value")))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "library --targets 2 | A library meets one target; with --targets 2 it is a panel.",
                "panel --targets 6 | --targets asks for 6, and there are 5.",
                "panel --compounds 2000 | --compounds asks for 2,000, and there are 1,536.",
                "spans --verify | The workload spans scores nothing: leave out --verify, --output-scores and --cache off.",
                "library --batch 0 | --batch is 0, and must be at least 1.",
                "library --function Solubility | holds no function tag Solubility; it has BindingAffinity.",
                "library --cache-bytes some | --cache-bytes some is neither bytes such as 1G nor DOMAIN=BYTES."
            })
    void saysInASentenceWhatCannotBeMeasured(String arguments, String sentence) {
        assertThat(bench(arguments.split(" "))).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(sentence);
        assertThat(run.out()).isEmpty();
    }

    private JsonNode line(String... arguments) throws IOException {
        String[] all = Stream.of(arguments, new String[] {"--no-peak", "--json-only"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        assertThat(bench(all)).as(run.err()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper().readTree(run.out());
    }

    private int bench(String... arguments) {
        return run.execute(Stream.of(new String[] {"bench", "engine", "--workload"}, arguments)
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
    }

    private static List<String> molecules(int count) throws IOException {
        try (DemoFolder examples = DemoFolder.create()) {
            return Files.readAllLines(examples.molecules()).stream()
                    .limit(count)
                    .map(row -> row.split(" ")[0])
                    .toList();
        }
    }
}
