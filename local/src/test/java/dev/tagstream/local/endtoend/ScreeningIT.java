package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.bench.ReferencePairs;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.SharedStack;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.processor.ops.ProcessorMeter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chemist's whole way through a real broker, a real registry and the real engine. */
class ScreeningIT {
    private static final double TOLERANCE = 1e-3; // pKi

    @TempDir
    static Path folder;

    private static LocalScreening screening;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() {
        ModelOptions model = new ModelOptions();
        model.device.dtype = Optional.of("float32"); // as the reference was computed
        screening = SharedStack.screening(ScreeningIT.class, folder.resolve("stack"), model);
    }

    @AfterAll
    static void stop() {
        screening.close();
    }

    @Test
    void streamAndScoreAgreeWithTheReference() throws IOException {
        List<CSVRecord> reference = ReferencePairs.read();
        ReferencePairs.Files files = ReferencePairs.write(reference, folder);
        assertThat(verb(
                        "screen",
                        files.library(),
                        "--targets",
                        files.targets(),
                        "--function",
                        "BindingAffinity",
                        "--library-id",
                        "reference"))
                .as(run.err())
                .isZero();
        Path results = folder.resolve("results.csv");
        assertThat(verb("results", "reference", "--out", results.toString(), "--json"))
                .as(run.err())
                .isZero();
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("predicted").asInt()).isEqualTo(reference.size());
        assertThat(summary.get("received").asInt())
                .isEqualTo(summary.get("predicted").asInt()
                        + summary.get("rejected").asInt()
                        + summary.get("pending").asInt());
        assertThat(summary.get("duplicates").asInt()).isZero();
        List<CSVRecord> streamed = csv(results);
        assertThat(streamed).hasSameSizeAs(reference);
        for (CSVRecord row : streamed) {
            double expected = ReferencePairs.value(reference, row.get("compound_id"), row.get("target_id"));
            assertThat(Double.parseDouble(row.get("value"))).isCloseTo(expected, within(TOLERANCE));
        }

        Path scores = folder.resolve("scores.csv");
        assertThat(run.execute("score", files.pairs(), "--dtype", "float32", "--out", scores.toString()))
                .as(run.err())
                .isZero();
        List<CSVRecord> scored = csv(scores);
        assertThat(scored).hasSameSizeAs(reference);
        for (int i = 0; i < scored.size(); i++) {
            double expected = Double.parseDouble(reference.get(i).get("predicted_pKi"));
            assertThat(Double.parseDouble(scored.get(i).get("value"))).isCloseTo(expected, within(TOLERANCE));
        }
    }

    @Test
    void rejectsBadRowsAndKeepsTheBooks() throws IOException {
        Path library = folder.resolve("mixed.smi");
        Files.writeString(library, "CCO good\nC1CC broken\nCCN fine\n");
        Path targets = folder.resolve("mixed.fasta");
        Files.writeString(targets, ">T1\nMTVPDRSEIAG\n>T2\nMKKLLPT\n");
        assertThat(verb(
                        "screen",
                        library.toString(),
                        "--targets",
                        targets.toString(),
                        "--function",
                        "BindingAffinity",
                        "--library-id",
                        "mixed"))
                .as(run.err())
                .isZero();
        assertThat(verb("results", "mixed", "--out", folder.resolve("mixed.csv").toString(), "--json"))
                .as(run.err())
                .isZero();
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("predicted").asInt()).isEqualTo(4);
        assertThat(summary.get("rejected").asInt()).isEqualTo(2);
        assertThat(summary.get("pending").asInt()).isZero();
        assertThat(summary.get("rejects").get(0).get("reason").asText()).isEqualTo("SMILES_UNPARSEABLE");
        Tally books = screening.processor().counters().total();
        assertThat(books.received()).isEqualTo(books.predicted() + books.rejected() + books.pending());
        assertThat(books.pending()).isZero();
    }

    @Test
    void lagIsNothingOnceAllIsScored() throws IOException {
        rejectsBadRowsAndKeepsTheBooks();
        assertThat(verb("lag", "--json", "--group", "ScreeningIT.tagstream-processor"))
                .as(run.err())
                .isZero();
        JsonNode lag = new ObjectMapper().readTree(run.out());
        assertThat(lag.findValues("pending")).isNotEmpty().allSatisfy(pending -> assertThat(pending.asLong())
                .isZero());
    }

    @Test
    void tellsOverHttpWhatItHasDone() throws Exception {
        rejectsBadRowsAndKeepsTheBooks();
        ServicePages pages = ServicePages.of(screening.processor().httpPort().orElseThrow());

        String metrics = pages.read("/metrics", 200);
        Tally books = screening.processor().counters().total();
        assertThat(ServicePages.sum(metrics, "tagstream_predictions_total")).isEqualTo(books.predicted());
        assertThat(ServicePages.sum(metrics, "tagstream_rejected_total")).isEqualTo(books.rejected());
        assertThat(ServicePages.sum(metrics, "tagstream_batch_tasks_sum")).isEqualTo(books.predicted());
        assertThat(ServicePages.sum(metrics, "tagstream_backlog")).isZero();
        assertThat(ServicePages.families(metrics))
                .isEqualTo(Stream.of(ProcessorMeter.values())
                        .map(ProcessorMeter::exported)
                        .collect(Collectors.toSet()));
        assertThat(metrics).contains("\nkafka_");

        JsonNode ready = new ObjectMapper().readTree(pages.read("/health/ready", 200));
        assertThat(ready.get("status").asText()).isEqualTo("up");
        assertThat(ready.get("conditions").fieldNames()).toIterable().containsExactly("engine", "tags", "streams");
        pages.read("/health/live", 200);
        JsonNode lag = new ObjectMapper().readTree(pages.read("/lag", 200));
        assertThat(lag.get("backlog").asLong()).isZero();
        assertThat(lag.get("partitions")).isNotEmpty();
    }

    @Test
    void screenSaysWhichTagIsMissing() throws IOException {
        Path library = folder.resolve("one.smi");
        Files.writeString(library, "CCO one\n");
        assertThat(verb("screen", library.toString(), "--function", "Toxicity", "--library-id", "none"))
                .isEqualTo(1);
        assertThat(run.err())
                .contains("There is no function tag Toxicity", "Nothing was sent")
                .doesNotContain("\tat ");
    }

    @Test
    void tagsListShowsWhatIsInUse() throws IOException {
        assertThat(verb("tags", "list", "--json")).isZero();
        List<String> names = new ArrayList<>();
        new ObjectMapper()
                .readTree(run.out())
                .forEach(tag -> names.add(tag.get("name").asText()));
        assertThat(names).containsExactly("Protein", "SMILES", "BindingAffinity");
    }

    private int verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedStack.options(ScreeningIT.class));
        return run.execute(all.toArray(String[]::new));
    }

    private static List<CSVRecord> csv(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = ReferencePairs.FORMAT.parse(reader)) {
            return parser.getRecords();
        }
    }
}
