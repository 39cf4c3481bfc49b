package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.SharedStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.SourceCoordinates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of hostile records among good ones, through a real broker: each has one outcome a function, and the stream goes on. */
class HostileRecordsIT {
    private static final int GOOD = 1_000;
    private static final int BAD_FOR_EACH = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String FUNCTION = "BindingAffinity";

    /** Where a record was read. */
    private record Place(int partition, long offset) {
        static Place of(SourceCoordinates source) {
            return new Place(source.getPartition(), source.getOffset());
        }
    }

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final Set<Place> good = new HashSet<>();

    @Test
    void eachRecordHasItsOutcomeAndTheStreamGoesOn() throws Exception {
        ModelOptions model = new ModelOptions();
        try (LocalStack stack = SharedStack.of(HostileRecordsIT.class, folder);
                LlamaEngine engine = model.open()) {
            KafkaConnection connection = LocalScreening.connection(stack);
            LocalScreening.publish(connection, model, engine, line -> {});
            Settings settings = ProcessorSettings.CATALOGUE.resolve(
                    List.of(SettingsSource.commandLine(LocalScreening.settings(stack, model))));
            try (ScreeningProcessor processor = new ScreeningProcessor(settings, new FakeScorer(engine))) {
                processor.start();
                processor.awaitRunning(PATIENCE);
                sendAll(connection);
                await().atMost(PATIENCE).until(() -> processor.failed() || answered(connection) == sent.size());
                assertThat(processor.failed()).isFalse();
                assertBooks(connection, processor);
            }
        }
    }

    private void sendAll(KafkaConnection connection) throws Exception {
        String topic = connection.topics().screeningRequests().name();
        try (Serializer<ScreeningRequest> values = connection.serdes().valueSerializer();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        new HashMap<>(connection.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> goodOnes = new ArrayList<>();
            for (int i = 0; i < GOOD; i++) {
                byte[] whole = values.serialize(topic, request("good-" + i).build());
                for (int bad = 0; bad < BAD_FOR_EACH; bad++) {
                    send(producer, topic, hostile(i * BAD_FOR_EACH + bad, whole, values, topic));
                }
                goodOnes.add(send(producer, topic, whole));
            }
            producer.flush();
            for (Future<RecordMetadata> record : goodOnes) {
                good.add(new Place(record.get().partition(), record.get().offset()));
            }
        }
    }

    private Future<RecordMetadata> send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
        byte[] key = random.nextInt(20) == 0 ? null : ("k" + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, key, value));
        sent.add(future);
        return future;
    }

    private static ScreeningRequest.Builder request(String id) {
        return ScreeningRequest.newBuilder()
                .setRequestId(id)
                .setLibraryId("L")
                .setCompoundId(id)
                .setSmiles("CC(=O)Oc1ccccc1C(=O)O")
                .setTargetId("T")
                .setProtein("MTVPDRSEIAGKWLLNC")
                .setFunctions(List.of(FUNCTION))
                .setSubmittedAt(Instant.EPOCH);
    }

    private byte[] hostile(int number, byte[] whole, Serializer<ScreeningRequest> values, String topic) {
        ScreeningRequest.Builder request = request("bad-" + number);
        return switch (number % 12) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> bytes(random.nextInt(200));
            case 3 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 4 -> changed(whole);
            case 5 ->
                values.serialize(
                        topic,
                        request.setSmiles("C(".repeat(1 + random.nextInt(900))).build());
            case 6 ->
                values.serialize(
                        topic, request.setProtein("M".repeat(9_999) + "?").build());
            case 7 ->
                values.serialize(
                        topic,
                        request.setFunctions(List.of("F" + number, FUNCTION))
                                .setSubmittedAt(Instant.ofEpochMilli(number % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE))
                                .setLibraryRequests(-1L)
                                .build());
            case 8 -> otherId(whole);
            case 9 -> number % 40 == 9 ? bytes(300_000) : bytes(5);
            case 10 -> number % 60 == 10 ? values.serialize(topic, manyFunctions(request)) : changed(whole);
            default ->
                values.serialize(
                        topic, request.setSmiles("\u0000\ud83d\ude00\n").build());
        };
    }

    /** As many functions as fit into a record, and something else that is wrong with it. */
    private static ScreeningRequest manyFunctions(ScreeningRequest.Builder request) {
        return request.setLibraryId(" ")
                .setFunctions(IntStream.range(0, 30_000).mapToObj(i -> "F" + i).toList())
                .build();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] changed(byte[] whole) {
        byte[] changed = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            changed[5 + random.nextInt(changed.length - 5)] = (byte) random.nextInt();
        }
        return changed;
    }

    /** Of the schema of another topic, or of none. */
    private byte[] otherId(byte[] whole) {
        byte[] other = whole.clone();
        other[4] = (byte) (other[4] + 1 + random.nextInt(3));
        return other;
    }

    /** Records that have an outcome. */
    private static long answered(KafkaConnection connection) {
        return outcomes(connection).size();
    }

    /** Functions by record, "" where none could be read; what stands twice says so. */
    private static Map<Place, List<String>> outcomes(KafkaConnection connection) {
        Map<Place, List<String>> outcomes = new HashMap<>();
        TopicRecords.visit(
                connection,
                connection.topics().predictions(),
                Prediction.class,
                key -> true,
                (key, prediction) -> outcomes.computeIfAbsent(
                                Place.of(prediction.getSource()), place -> new ArrayList<>())
                        .add(prediction.getFunction()));
        TopicRecords.visit(
                connection,
                connection.topics().rejectedRecords(),
                RejectedRecord.class,
                key -> true,
                (key, rejected) -> outcomes.computeIfAbsent(Place.of(rejected.getSource()), place -> new ArrayList<>())
                        .add(String.valueOf(rejected.getFunction())));
        return outcomes;
    }

    private void assertBooks(KafkaConnection connection, ScreeningProcessor processor) throws Exception {
        Map<Place, List<String>> outcomes = outcomes(connection);
        Set<Place> places = new HashSet<>();
        for (Future<RecordMetadata> record : sent) {
            places.add(new Place(record.get().partition(), record.get().offset()));
        }
        assertThat(outcomes.keySet()).isEqualTo(places);
        assertThat(outcomes.values())
                .allSatisfy(functions ->
                        assertThat(functions).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(16));
        Set<Place> predicted = new HashSet<>();
        TopicRecords.visit(
                connection,
                connection.topics().predictions(),
                Prediction.class,
                key -> true,
                (key, prediction) -> predicted.add(Place.of(prediction.getSource())));
        assertThat(predicted).containsAll(good);
        Tally books = processor.counters().total();
        assertThat(books.pending()).isZero();
        assertThat(books.received()).isEqualTo(books.predicted() + books.rejected());
        assertThat(books.received())
                .isEqualTo(outcomes.values().stream().mapToLong(List::size).sum());
    }
}
