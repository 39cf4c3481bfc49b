package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.SharedStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.runtime.config.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person asks for one molecule while a library of hundreds waits: a real broker, the real engine, a small queue. */
class LanesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int COMPOUNDS = 600;

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void answersOneMoleculeWhileALibraryWaitsAndBothExactlyOnceAcrossARestart() throws Exception {
        Path library = folder.resolve("library.smi");
        Path targets = folder.resolve("targets.fasta");
        try (DemoFolder examples = DemoFolder.create()) {
            Files.write(library, Files.readAllLines(examples.molecules()).subList(0, COMPOUNDS));
            Files.copy(examples.targets(), targets);
        }
        Path one = Files.writeString(folder.resolve("one.smi"), "CCO ethanol\n");
        Path two = Files.writeString(folder.resolve("two.smi"), "CCN ethylamine\n");
        ModelOptions model = new ModelOptions();
        try (LocalStack stack = SharedStack.of(LanesIT.class, folder.resolve("stack"));
                LlamaEngine engine = model.open()) {
            LocalScreening.publish(LocalScreening.connection(stack), model, engine, line -> {});
            screen(library, targets, "library");
            try (ScreeningProcessor processor = start(stack, model, engine)) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> processor.counters().total().predicted() > 0);
                screen(one, targets, "one", "--interactive");
                JsonNode answer = results("one", PATIENCE);
                assertThat(answer.get("predicted").asInt()).isEqualTo(5);

                JsonNode meanwhile = results("library", Duration.ZERO);
                assertThat(meanwhile.get("pending").asInt())
                        .as("of %s, sent before", meanwhile)
                        .isPositive();
                assertThat(processor.waitingTasks()).isLessThanOrEqualTo(64 + 16);
                screen(two, targets, "two", "--interactive");
            }
            try (ScreeningProcessor processor = start(stack, model, engine)) {
                assertOnce(results("two", PATIENCE), 5);
                assertOnce(results("library", PATIENCE), 5 * COMPOUNDS);
                assertOnce(results("one", PATIENCE), 5);
                Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                    Tally books = processor.counters().total();
                    assertThat(books.balances()).isTrue();
                    assertThat(books.pending()).isZero();
                });
            }
        }
    }

    private static void assertOnce(JsonNode results, int outcomes) {
        assertThat(results.get("received").asInt()).isEqualTo(outcomes);
        assertThat(results.get("predicted").asInt()).isEqualTo(outcomes);
        assertThat(results.get("rejected").asInt()).isZero();
        assertThat(results.get("pending").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
    }

    /** Slow enough, with small batches, that the library lasts on any machine. */
    private ScreeningProcessor start(LocalStack stack, ModelOptions model, LlamaEngine engine) {
        Map<String, String> settings = LocalScreening.settings(stack, model);
        settings.put("queue.max.records", "64");
        settings.put("queue.interactive.max.records", "16");
        settings.put("batch.max.tokens", "2000");
        ScreeningProcessor processor = new ScreeningProcessor(
                ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings))), engine);
        processor.start();
        processor.awaitRunning(PATIENCE);
        return processor;
    }

    private void screen(Path library, Path targets, String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "screen",
                library.toString(),
                "--targets",
                targets.toString(),
                "--function",
                "BindingAffinity",
                "--library-id",
                id));
        arguments.addAll(List.of(more));
        assertThat(verb(arguments)).as(run.err()).isZero();
    }

    private JsonNode results(String id, Duration timeout) throws IOException {
        String out = folder.resolve(id + ".csv").toString();
        verb(List.of("results", id, "--out", out, "--json", "--timeout", timeout.toSeconds() + "s"));
        return new ObjectMapper().readTree(run.out());
    }

    private int verb(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(SharedStack.options(LanesIT.class));
        return run.execute(all.toArray(String[]::new));
    }
}
