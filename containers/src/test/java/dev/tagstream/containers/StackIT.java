package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The project's image as it is run: Kafka, registry, two processors and a trainer, each in a container of its own. What the tests do
 * to them follows in order, and the last leaves little of them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf(value = Docker.ANSWERS, disabledReason = Docker.SILENT)
class StackIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration NOW = Duration.ZERO;
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Pattern MADE_PREDICTIONS = Pattern.compile("tagstream_predictions_total\\{.*} [1-9].*");

    /** So slow that a library lasts while things happen to it, on any machine. */
    private static final Map<String, String> SLOW =
            Map.of("batch.max.tokens", "1", "session.timeout.ms", "6000", "heartbeat.interval.ms", "2000");

    private static Stack stack;
    private static Service first;
    private static Service second;
    private static Service trainer;

    @BeforeAll
    static void start() {
        stack = Stack.start();
        first = stack.service("processor", Map.of());
        second = stack.service("processor", Map.of());
        trainer = stack.service(
                "trainer",
                Map.of("round.min.results", "280", "round.min.new.results", "280", "round.budget.ms", "30000"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void needsNoRightsAndUnpacksNoCodeWhereItRuns() throws Exception {
        for (Service service : List.of(first, trainer)) {
            assertThat(service.shell("cat /proc/1/comm")).isEqualTo("java");
            assertThat(service.shell("id -u")).isEqualTo("10001");
            assertThat(service.shell("grep CapEff /proc/1/status")).endsWith("0000000000000000");
            assertThat(service.shell("touch /opt/tagstream/x 2>&1")).contains("Read-only file system");
            assertThat(service.shell("find / -xdev -name '*.so*' -newer /proc/1 2>/dev/null; find /tmp -name '*.so*'"))
                    .as("native code that was unpacked")
                    .isEmpty();
        }
    }

    @Test
    @Order(2)
    void learnsAFunctionFromResultsAndScreensWithIt() throws Exception {
        List<String> molecules = molecules();
        stack.verb("tags", "create", "Length", "--unit", "characters", "--domains", "SMILES");
        stack.file(
                "/tmp/plate.csv",
                molecules.subList(0, 300).stream()
                        .map(row -> row.split(" ", 2)[0])
                        .map(smiles -> smiles + "," + smiles.length() + ",characters\n")
                        .collect(Collectors.joining("", "smiles,value,unit\n", "")));
        assertThat(stack.verb("feedback", "/tmp/plate.csv", "--function", "Length"))
                .contains("accepted 300 + refused 0");
        for (Service processor : List.of(first, second)) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(processor.metrics())
                    .contains("tagstream_tag_version{name=\"Length\",use=\"function\"} 1.0"));
        }

        screen("learned", 100, 0, "Length");
        JsonNode results = stack.results("learned", PATIENCE);
        assertOneOutcomeEach(results, 100);
        assertThat(results.get("top").get(0).toString()).contains("Length");
    }

    @Test
    @Order(3)
    void losesAndDoublesNothingWhileProcessorsComeAreKilledAndDrain() throws Exception {
        for (Service service : List.of(first, second, trainer)) {
            assertDrains(service);
        }
        Service slow = stack.service("bench processor --pair-time 500ms", SLOW);
        Service killed = stack.service("bench processor --pair-time 500ms", SLOW);
        screen("eventful", 1536, 2, "BindingAffinity");
        awaitPredictions(slow);
        Service added = stack.service("bench processor --pair-time 500ms", SLOW);
        awaitPredictions(added);

        killed.kill();
        assertThat(killed.exitCode()).isEqualTo(KILLED);
        assertThat(pending("eventful")).as("the kill came in the middle").isPositive();
        assertDrains(slow);
        assertThat(pending("eventful")).as("the drain came in the middle").isPositive();
        Service quick = stack.service("processor", Map.of());
        assertDrains(added);

        assertOneOutcomeEach(stack.results("eventful", PATIENCE), 2 * 1536);
        assertDrains(quick);
    }

    private static void assertDrains(Service service) {
        assertThat(service.drain()).isLessThan(GRACE);
        assertThat(service.exitCode()).as(service.log()).isEqualTo(TERMINATED);
    }

    private static int pending(String library) {
        return stack.results(library, NOW).get("pending").asInt();
    }

    private static void awaitPredictions(Service processor) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> processor.metrics().lines().anyMatch(MADE_PREDICTIONS.asMatchPredicate()));
    }

    /** Sends molecules, each against so many kinases. */
    private static void screen(String library, int compounds, int targets, String function) throws IOException {
        String file = "/tmp/" + library + ".smi";
        stack.file(file, String.join("\n", molecules().subList(0, compounds)));
        if (targets == 0) {
            stack.verb("screen", file, "--function", function, "--library-id", library);
            return;
        }
        String fasta = "/tmp/" + library + ".fasta";
        List<String> lines = Files.readAllLines(Command.ROOT.resolve("cli/src/main/resources/examples/targets.fasta"));
        stack.file(fasta, String.join("\n", lines.subList(0, 2 * targets)));
        stack.verb("screen", file, "--targets", fasta, "--function", function, "--library-id", library);
    }

    private static List<String> molecules() throws IOException {
        return Files.readAllLines(Command.ROOT.resolve("cli/src/main/resources/examples/library.smi"));
    }

    private static void assertOneOutcomeEach(JsonNode results, int requests) {
        assertThat(results.get("received").asInt()).as(results.toString()).isEqualTo(requests);
        assertThat(results.get("predicted").asInt()).isEqualTo(requests);
        assertThat(results.get("rejected").asInt()).isZero();
        assertThat(results.get("pending").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
    }
}
