package dev.tagstream.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.client.lag.LagReader;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.common.wire.TagDigest;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.local.LoopbackPorts;
import dev.tagstream.schemas.EncodedReadOut;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.TagVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rolling upgrade of two processors, with the embedded model, as an operator does it: one after the other is told to end and the new
 * version is started on its state, while requests of clients of both versions come in; then back again, with a tag in the topic that only
 * a later version could read. The previous version is built from the
 * repository's history, {@code -Dupgrade.from=COMMIT}.
 */
@EnabledIfSystemProperty(
        named = "upgrade.from",
        matches = ".+",
        disabledReason = "builds the version before, which takes minutes; -Pupgrade runs it")
class UpgradeIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path LOGS = TARGET.resolve("upgrade");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String GROUP = "tagstream-processor";
    private static final int COMPOUNDS = 300;
    private static final int TARGETS = 2;
    private static final int PAIRS = COMPOUNDS * TARGETS;

    /** Tokens: one pair a batch, so slow that requests are in the stores when a processor ends. */
    private static final String SLOWLY = "batch.max.tokens=1";

    private static final String SWIFTLY = "batch.max.tokens=131072";
    private static final String FUNCTION = "BindingAffinity";
    private static final String TAUGHT = "Chirality";

    /** Of values near 6 pKi, read by two versions of the engine. */
    private static final double AGREEMENT = 1e-3;

    @TempDir
    Path folder;

    private Installation previous;
    private Installation current;

    @BeforeEach
    void findTheVersionBefore() throws Exception {
        String from = System.getProperty("upgrade.from");
        Optional<Installation> found = Installation.ofHistory(
                TARGET.getParent().getParent(),
                from,
                TARGET.resolve("previous-" + from),
                System.getProperty("maven.repo.local"),
                LOGS);
        Assumptions.assumeTrue(found.isPresent(), "this checkout has no commit " + from + ": clone with its history");
        previous = found.get();
        current = Installation.current(LOGS);
        assertThat(previous.run("--version", List.of())).isNotBlank();
    }

    @Test
    void aRollingUpgradeThereAndBackLosesNothingAndBothVersionsReadWhatTheOtherWrites() throws Exception {
        try (LocalStack stack = LocalStack.start(LocalStackOptions.onFreePorts(folder.resolve("stack")), line -> {})) {
            KafkaConnection connection = LocalScreening.connection(stack);
            previous.run("tags", with(stack, "publish"));
            try (Jvm oldA = processor(previous, stack, "a", SLOWLY);
                    Jvm oldB = processor(previous, stack, "b", SLOWLY)) {
                Set<String> before = awaitBoth(connection, Set.of());
                screen(previous, stack, "first");
                awaitPredictions(current, stack, "first");
                end(oldA);
                assertThat(waiting(connection))
                        .as("requests in the stores of the version before")
                        .isPositive();
                try (Jvm newA = processor(current, stack, "a", SLOWLY)) {
                    assertThat(awaitBoth(connection, before)).containsAnyElementsOf(before);
                    screen(current, stack, "second");
                    awaitPredictions(previous, stack, "second");
                    assertThat(newA.alive()).isTrue();
                    end(oldB);
                    try (Jvm newB = processor(current, stack, "b", SWIFTLY)) {
                        for (String library : List.of("first", "second")) {
                            assertComplete(results(current, stack, library, PATIENCE.toSeconds() + "s"));
                            assertComplete(results(previous, stack, library, "1m"));
                        }
                        end(newB);
                    }
                    end(newA);
                }
            }
            publishWithAReadOut(connection);
            try (Jvm backA = processor(previous, stack, "a", SWIFTLY);
                    Jvm backB = processor(previous, stack, "b", SWIFTLY)) {
                screen(current, stack, "third");
                assertComplete(results(previous, stack, "third", PATIENCE.toSeconds() + "s"));
                end(backB);
                end(backA);
            }
            assertThat(InputCounts.read(connection)).isEqualTo(new InputCounts(3 * PAIRS, 0, 0));
            assertSameValues(connection);
        }
    }

    @Test
    void aTrainerGoesOnWithTheStoresOfTheVersionBeforeAndTellsStereoisomersApartInThem() throws Exception {
        try (LocalStack stack = LocalStack.start(LocalStackOptions.onFreePorts(folder.resolve("stack")), line -> {})) {
            previous.run("tags", with(stack, "publish"));
            previous.run("tags", with(stack, "create", TAUGHT, "--unit", "x", "--domains", "SMILES"));
            int port = LoopbackPorts.free(1).get(0);
            try (Jvm before = trainer(previous, stack, "before", port)) {
                feed(stack, "N[C@@H](C)C(=O)O,1", "N[C@H](C)C(=O)O,2");
                awaitBuffered(port, 1);
                end(before);
            }
            try (Jvm after = trainer(current, stack, "after", port)) {
                awaitBuffered(port, 2);
                end(after);
            }
            try (Jvm back = trainer(previous, stack, "back", port)) {
                feed(stack, "CCO,3");
                awaitBuffered(port, 3);
                end(back);
            }
        }
    }

    private void feed(LocalStack stack, String... rows) throws Exception {
        Path measured = Files.write(
                folder.resolve("measured.csv"),
                Stream.concat(Stream.of("smiles,value"), Stream.of(rows)).toList());
        current.run("feedback", with(stack, measured.toString(), "--function", TAUGHT, "--unit", "x"));
    }

    private Jvm trainer(Installation version, LocalStack stack, String name, int port) {
        return service(
                version, "trainer", name, stack, "state.dir=" + folder.resolve("state-trainer"), "http.port=" + port);
    }

    private static void awaitBuffered(int port, int results) {
        String line = "tagstream_buffer{function=\"%s\"".formatted(TAUGHT);
        await().atMost(PATIENCE)
                .ignoreExceptions() // it does not listen yet
                .until(() ->
                        metrics(port).lines().anyMatch(it -> it.startsWith(line) && it.endsWith(" " + results + ".0")));
    }

    private static String metrics(int port) throws Exception {
        URI page = URI.create("http://%s:%d/metrics".formatted(LoopbackPorts.HOST, port));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Which the version before can't read: it keeps what it can. */
    private static void publishWithAReadOut(KafkaConnection connection) {
        TagVersion inUse = TagCatalogue.read(connection).function(FUNCTION).orElseThrow();
        TagVersion.Builder later = TagVersion.newBuilder(inUse)
                .setVersion(inUse.getVersion() + 1)
                .setReadOut(new EncodedReadOut(1, ByteBuffer.wrap(new byte[16])));
        new TagTransaction(connection)
                .use(later.setSha256(TagDigest.of(later.build())).build())
                .commit();
    }

    private Jvm processor(Installation version, LocalStack stack, String name, String setting) {
        return service(
                version,
                "processor",
                name,
                stack,
                "state.dir=" + folder.resolve("state-" + name),
                "group.instance.id=" + name,
                "stream.threads=1", // each thread is a member
                setting);
    }

    private static Jvm service(Installation version, String verb, String name, LocalStack stack, String... settings) {
        return version.start(
                verb,
                name,
                with(
                        stack,
                        Stream.concat(Stream.of("num.standby.replicas=0"), Stream.of(settings))
                                .flatMap(setting -> Stream.of("--set", setting))
                                .toArray(String[]::new)));
    }

    /** SIGTERM, and it ends well. */
    private static void end(Jvm service) {
        service.askToEnd();
        service.awaitEnd(PATIENCE);
    }

    /**
     * Waits until two processors have partitions, and not all of them are those of {@code before}: a member that comes back under its
     * name gets a new id. Returns their ids.
     */
    private static Set<String> awaitBoth(KafkaConnection connection, Set<String> before) {
        try (Admin admin = connection.admin()) {
            return await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> working(admin), working -> working.size() == 2 && !before.containsAll(working));
        }
    }

    private static Set<String> working(Admin admin) throws Exception {
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        return group.groupState() != GroupState.STABLE
                ? Set.of()
                : group.members().stream()
                        .filter(UpgradeIT::works)
                        .map(MemberDescription::consumerId)
                        .collect(Collectors.toSet());
    }

    private static boolean works(MemberDescription member) {
        return !member.assignment().topicPartitions().isEmpty();
    }

    private static long waiting(KafkaConnection connection) {
        try (LagReader lag = LagReader.open(connection, GROUP, RequestLane.BULK)) {
            return lag.read().pending();
        }
    }

    private void screen(Installation version, LocalStack stack, String library) throws Exception {
        version.run(
                "screen",
                with(
                        stack,
                        example("library.smi", COMPOUNDS).toString(),
                        "--targets",
                        example("targets.fasta", 2 * TARGETS).toString(),
                        "--function",
                        FUNCTION,
                        "--library-id",
                        library));
    }

    private Path example(String name, int lines) throws IOException {
        try (InputStream in = UpgradeIT.class.getResourceAsStream("/examples/" + name)) {
            List<String> all = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return Files.write(folder.resolve(name), all.subList(0, lines));
        }
    }

    private JsonNode results(Installation version, LocalStack stack, String library, String timeout) throws Exception {
        return version.runForJson(
                "results",
                with(
                        stack,
                        library,
                        "--out",
                        folder.resolve(library + ".csv").toString(),
                        "--json",
                        "--timeout",
                        timeout));
    }

    private void awaitPredictions(Installation version, LocalStack stack, String library) {
        await().atMost(PATIENCE)
                .ignoreExceptions() // a broker that is asked too early, or on a machine that has no time
                .until(() ->
                        results(version, stack, library, "0s").get("predicted").asInt() > 0);
    }

    private static void assertComplete(JsonNode results) {
        assertThat(results.get("received").asInt()).isEqualTo(PAIRS);
        assertThat(results.get("predicted").asInt()).isEqualTo(PAIRS);
        assertThat(results.get("rejected").asInt()).isZero();
        assertThat(results.get("pending").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
    }

    /** Each pair was asked for by all libraries, so that many were scored by one version first and by the other then. */
    private static void assertSameValues(KafkaConnection connection) {
        Map<String, Double> first = new HashMap<>();
        List<Prediction> others = new ArrayList<>();
        TopicRecords.visit(
                connection, connection.topics().predictions(), Prediction.class, key -> true, (key, prediction) -> {
                    if (prediction.getLibraryId().equals("first")) {
                        first.put(pair(prediction), prediction.getValue());
                    } else {
                        others.add(prediction);
                    }
                });
        assertThat(first).hasSize(PAIRS);
        assertThat(others).hasSize(2 * PAIRS).allSatisfy(prediction -> {
            assertThat(prediction.getValue()).isCloseTo(first.get(pair(prediction)), within(AGREEMENT));
            assertThat(prediction.getFunctionTag().getVersion()).isEqualTo(1);
        });
    }

    private static String pair(Prediction prediction) {
        return prediction.getCompoundId() + " " + prediction.getTargetId();
    }

    private static List<String> with(LocalStack stack, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-server", stack.bootstrapServers(), "--schema-registry", stack.registryUrl()));
        return all;
    }
}
