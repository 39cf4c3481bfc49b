package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.TagstreamMain;
import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.local.JavaProcess;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.SharedStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor is a JVM of its own here, and dies of SIGKILL in the middle of a library. */
class KilledProcessorIT {
    private static final int COMPOUNDS = 400;
    /** Tokens: slow enough that the kill comes in the middle on any machine. */
    private static final int ONE_PAIR_A_BATCH = 1;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void losesNothingAndDoublesNothingWhenKilledInTheMiddleOfALibrary() throws Exception {
        try (LocalStack stack = SharedStack.of(KilledProcessorIT.class, folder.resolve("stack"))) {
            publishTags(stack);
            beginTrial(stack);
            screen();
            Process first = startProcessor(stack, "first", ONE_PAIR_A_BATCH);
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> results("0s").get("predicted").asInt() > 0);
            } finally {
                kill(first);
            }
            JsonNode halfway = results("0s");
            assertThat(halfway.get("pending").asInt())
                    .as("the kill came in the middle")
                    .isPositive();

            Process second = startProcessor(stack, "second", 131_072);
            try {
                JsonNode done = results(PATIENCE.toSeconds() + "s");
                assertThat(done.get("received").asInt()).isEqualTo(2 * COMPOUNDS);
                assertThat(done.get("predicted").asInt()).isEqualTo(2 * COMPOUNDS);
                assertThat(done.get("pending").asInt()).isZero();
                assertThat(done.get("rejected").asInt()).isZero();
                assertThat(done.get("duplicates").asInt()).isZero();
                assertThat(shadowed(stack))
                        .as("one number of the candidate beside each prediction")
                        .hasSize(2 * COMPOUNDS)
                        .doesNotHaveDuplicates();
            } finally {
                second.destroy();
                assertThat(second.waitFor(2, TimeUnit.MINUTES))
                        .as("SIGTERM ends it")
                        .isTrue();
            }
        }
    }

    private static void publishTags(LocalStack stack) {
        ModelOptions model = new ModelOptions();
        try (LlamaEngine engine = model.open()) {
            LocalScreening.publish(LocalScreening.connection(stack), model, engine, line -> {});
        }
    }

    /** Puts a candidate on trial: the tag in use, a unit higher. */
    private static void beginTrial(LocalStack stack) {
        KafkaConnection connection = LocalScreening.connection(stack);
        TagVersion inUse =
                TagCatalogue.read(connection).function("BindingAffinity").orElseThrow();
        ModelOptions model = new ModelOptions();
        try (LlamaEngine engine = model.open();
                KafkaProducer<String, TagVersion> producer =
                        connection.writer(connection.serdes().valueSerializer(), Map.of())) {
            FunctionTag tag = model.tags(engine)
                    .orElseThrow()
                    .tags()
                    .function("BindingAffinity")
                    .orElseThrow();
            TagVersion candidate = TagCodec.toWire(
                    new FunctionTag(
                            new TagId("BindingAffinity", inUse.getVersion() + 1, ""),
                            tag.members(),
                            tag.targetMean() + 1,
                            tag.targetStandardDeviation(),
                            tag.unit(),
                            tag.template()),
                    new Provenance(
                            inUse.getModelFingerprint(),
                            inUse.getTokenizerFingerprint(),
                            List.of(),
                            Map.of(),
                            0,
                            "",
                            Instant.now()));
            var unused = producer.send(
                    new ProducerRecord<>(connection.topics().shadowTags().name(), "BindingAffinity", candidate));
            producer.flush();
        }
    }

    /** Requests that the candidate has scored, once for each of its numbers. */
    private static List<String> shadowed(LocalStack stack) {
        KafkaConnection connection = LocalScreening.connection(stack);
        String topic = connection.topics().shadowPredictions().name();
        List<String> requests = new ArrayList<>();
        try (TopicScan reader = connection.scan(List.of(topic));
                Deserializer<Prediction> values = connection.serdes().valueDeserializer(Prediction.class)) {
            reader.readToGoal(record -> {
                Prediction prediction = values.deserialize(topic, record.value());
                assertThat(prediction.getShadow()).isTrue();
                assertThat(prediction.getFunctionTag().getVersion()).isEqualTo(2);
                requests.add(prediction.getRequestId());
            });
        }
        return requests;
    }

    private void screen() throws IOException {
        List<String> rows = lines("library.smi").subList(0, COMPOUNDS);
        Path library = Files.write(folder.resolve("library.smi"), rows);
        List<String> proteins = lines("targets.fasta").subList(0, 4);
        Path targets = Files.write(folder.resolve("targets.fasta"), proteins);
        assertThat(verb(
                        "screen",
                        library.toString(),
                        "--targets",
                        targets.toString(),
                        "--function",
                        "BindingAffinity",
                        "--library-id",
                        "killed"))
                .as(run.err())
                .isZero();
    }

    private JsonNode results(String timeout) throws IOException {
        verb("results", "killed", "--out", folder.resolve("out.csv").toString(), "--json", "--timeout", timeout);
        return new ObjectMapper().readTree(run.out());
    }

    private int verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedStack.options(KilledProcessorIT.class));
        return run.execute(all.toArray(String[]::new));
    }

    /** Both have the same state folder, as one restarted in place has. */
    private Process startProcessor(LocalStack stack, String name, int batchTokens) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "processor",
                "--set",
                "application.id=" + stack.topicPrefix() + AccessCatalogue.DEFAULT_PROCESSOR_ID,
                "--set",
                "state.dir=" + folder.resolve("state"),
                "--set",
                "session.timeout.ms=6000",
                "--set",
                "heartbeat.interval.ms=2000",
                "--set",
                "batch.max.tokens=" + batchTokens));
        arguments.addAll(SharedStack.options(KilledProcessorIT.class));
        return JavaProcess.start(
                Path.of("target", "killed-processor-" + name + ".log"), TagstreamMain.class, arguments);
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly(); // SIGKILL
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = KilledProcessorIT.class.getResourceAsStream("/examples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
