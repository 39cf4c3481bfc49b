package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdesTest {
    private static final String TOPIC = "some-topic";

    private String scope = "";
    private AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://unused"));

    @BeforeEach
    void openRegistry(TestInfo test) {
        scope = "serdes-" + test.getDisplayName().hashCode();
        serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + scope));
    }

    @AfterEach
    void dropRegistry() {
        MockSchemaRegistry.dropScope(scope);
    }

    static Stream<SpecificRecord> records() {
        return Stream.concat(ExampleRecords.full().stream(), ExampleRecords.sparse().stream());
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsBackEveryRecordAsItWasWritten(SpecificRecord written) {
        assertThat(roundTrip(written, written.getClass())).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("records")
    void writesAndReadsLaterRecordsAsTheFirst(SpecificRecord record) {
        Serializer<SpecificRecord> serializer = serdes.valueSerializer();
        byte[] first = serializer.serialize(TOPIC, record);
        byte[] second = serializer.serialize(TOPIC, record);
        assertThat(second).isEqualTo(first);

        Deserializer<? extends SpecificRecord> deserializer = serdes.valueDeserializer(record.getClass());
        assertThat(deserializer.deserialize(TOPIC, first)).isEqualTo(record);
        assertThat(deserializer.deserialize(TOPIC, first)).isEqualTo(record);
    }

    @Test
    void readsEveryRecordOfAnotherVersionWithItsOwnSchema() {
        ScreeningRequest request = (ScreeningRequest) ExampleRecords.full().get(0);
        byte[] written = new KafkaAvroSerializer(
                        MockSchemaRegistry.getClientForScope(scope),
                        Map.of("schema.registry.url", "mock://" + scope, "auto.register.schemas", true))
                .serialize(TOPIC, withoutField(request, "libraryRequests"));
        ScreeningRequest expected =
                ScreeningRequest.newBuilder(request).setLibraryRequests(null).build();

        Deserializer<ScreeningRequest> deserializer = serdes.valueDeserializer(ScreeningRequest.class);
        for (int i = 0; i < 3; i++) {
            assertThat(deserializer.deserialize(TOPIC, written)).isEqualTo(expected);
            assertThat(deserializer.deserialize(TOPIC, serialize(request))).isEqualTo(request);
        }
    }

    @Test
    void refusesTruncatedBytesAlsoOfASchemaItKnows() {
        byte[] whole = serialize(ExampleRecords.full().get(0));
        Deserializer<ScreeningRequest> deserializer = serdes.valueDeserializer(ScreeningRequest.class);
        deserializer.deserialize(TOPIC, whole);

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, part))
                    .as("first %d bytes", length)
                    .isInstanceOf(SerializationException.class);
        }
        assertThat(deserializer.deserialize(TOPIC, whole))
                .isEqualTo(ExampleRecords.full().get(0));
    }

    @Test
    void coversEveryRecordOfTheCatalogue() {
        assertThat(ExampleRecords.full().stream().map(Object::getClass).map(Class::getName))
                .containsAll(Topics.withPrefix("").all().stream()
                        .map(topic -> topic.value().getName())
                        .toList());
    }

    @Test
    void writesConfluentsWireFormatUnderTheTopicsSubject() throws Exception {
        byte[] bytes = serialize(ExampleRecords.full().get(0));

        SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope(scope);
        ByteBuffer head = ByteBuffer.wrap(bytes);
        assertThat(head.get()).isZero();
        assertThat(head.getInt())
                .isEqualTo(registry.getLatestSchemaMetadata(TOPIC + "-value").getId());
    }

    @Test
    void registersSchemasWithoutJavasOwnAnnotations() throws Exception {
        serialize(ExampleRecords.full().get(0));

        assertThat(MockSchemaRegistry.getClientForScope(scope)
                        .getLatestSchemaMetadata(TOPIC + "-value")
                        .getSchema())
                .contains("requestId")
                .doesNotContain("avro.java.string");
    }

    @Test
    void registersNothingWhenToldNotTo() {
        AvroSerdes frozen =
                new AvroSerdes(Map.of("schema.registry.url", "mock://" + scope, "auto.register.schemas", false));
        SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope(scope);

        assertThatThrownBy(() -> frozen.valueSerializer()
                        .serialize(TOPIC, ExampleRecords.full().get(0)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> registry.getLatestSchemaMetadata(TOPIC + "-value"))
                .isInstanceOf(RestClientException.class);
    }

    @Test
    void passesTombstonesThrough() {
        try (Serde<TagVersion> serde = serdes.valueSerde(TagVersion.class)) {
            assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
            assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
        }
    }

    @Test
    void refusesARecordOfAnotherType() {
        byte[] prediction = serialize(ExampleRecords.full().get(1));

        assertThatThrownBy(
                        () -> serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, prediction))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void refusesTruncatedBytesAtEveryLength() {
        byte[] whole = serialize(ExampleRecords.full().get(0));

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() ->
                            serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, part))
                    .as("first %d bytes", length)
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void refusesBytesOfAnotherFormat() {
        byte[] json = "{\"requestId\": \"r-1\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(
                        () -> serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, json))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("0x7b");
    }

    @Test
    void tellsASchemaTheRegistryDoesNotHaveFromARegistryThatDoesNotAnswer() {
        byte[] stranger = {0, 0, 0, 99, 99, 1, 2, 3};
        AvroSerdes unreachable = new AvroSerdes(Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0));

        assertThatThrownBy(
                        () -> serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, stranger))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("id 25443");
        assertThatThrownBy(() ->
                        unreachable.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, stranger))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void givesUpOnASilentRegistryBeforeATransactionRunsOut() throws Exception {
        Map<String, Integer> patience = AvroSerdes.PATIENCE;
        int attempts = 1 + patience.get("max.retries");
        int longest = Math.max(patience.get("http.connect.timeout.ms"), patience.get("http.read.timeout.ms"));
        assertThat(attempts * longest + (attempts - 1) * patience.get("retries.max.wait.ms"))
                .isLessThan(10_000);

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AvroSerdes unanswered = new AvroSerdes(Map.of(
                    "schema.registry.url", "http://127.0.0.1:" + silent.getLocalPort(), "http.read.timeout.ms", 50));
            assertThatThrownBy(() -> unanswered
                            .valueDeserializer(ScreeningRequest.class)
                            .deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1, 2}))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void doesNotBlameTheRecordForAnAnswerThatIsNotTheRegistrys() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            other.start(); // answers every path with a plain 404
            String url = "http://127.0.0.1:" + other.getAddress().getPort();
            AvroSerdes misled = new AvroSerdes(Map.of("schema.registry.url", url, "max.retries", 0));

            assertThatThrownBy(() -> misled.valueDeserializer(ScreeningRequest.class)
                            .deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1, 2}))
                    .isInstanceOf(RegistryUnavailableException.class);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void refusesOrReadsButNeverFailsOtherwiseOnRandomBytes() {
        byte[] whole = serialize(ExampleRecords.full().get(0));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 4; change++) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            }
            try {
                serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, bytes);
            } catch (SerializationException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 1_999);
    }

    @Test
    void refusesAnAnnouncedLengthOfTwoGigabytesWithoutReservingIt() {
        byte[] whole = serialize(ExampleRecords.full().get(0));
        // The record starts with requestId: a length as a zig-zag varint, here 2^31 - 9, then nothing.
        byte[] liar = Arrays.copyOf(whole, 10);
        System.arraycopy(new byte[] {(byte) 0xEE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}, 0, liar, 5, 5);

        assertThatThrownBy(
                        () -> serdes.valueDeserializer(ScreeningRequest.class).deserialize(TOPIC, liar))
                .isInstanceOf(SerializationException.class)
                .rootCause()
                .hasMessageContaining("2147483639");
    }

    /** As a release wrote it that did not have the field yet. */
    private static GenericRecord withoutField(SpecificRecord record, String name) {
        Schema present = record.getSchema();
        List<Schema.Field> fields = present.getFields().stream()
                .filter(field -> !field.name().equals(name))
                .toList();
        GenericRecord older = new GenericData.Record(Schema.createRecord(
                present.getName(),
                present.getDoc(),
                present.getNamespace(),
                false,
                fields.stream()
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList()));
        fields.forEach(field -> older.put(
                field.name(),
                record.get(field.pos()) instanceof Instant time ? time.toEpochMilli() : record.get(field.pos())));
        return older;
    }

    private byte[] serialize(SpecificRecord record) {
        return serdes.valueSerializer().serialize(TOPIC, record);
    }

    private <T extends SpecificRecord> T roundTrip(SpecificRecord written, Class<T> type) {
        return serdes.valueDeserializer(type).deserialize(TOPIC, serialize(written));
    }
}
