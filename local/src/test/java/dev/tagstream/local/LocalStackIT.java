package dev.tagstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.schemas.Topics;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real broker and the real registry. */
class LocalStackIT {
    private static final AvroSchema ASSAY = new AvroSchema(
            "{\"type\":\"record\",\"name\":\"Assay\",\"fields\":[{\"name\":\"value\",\"type\":\"double\"}]}");
    private static final AvroSchema ASSAY_WITH_UNIT = new AvroSchema(
            "{\"type\":\"record\",\"name\":\"Assay\",\"fields\":"
                    + "[{\"name\":\"value\",\"type\":\"double\"},{\"name\":\"unit\",\"type\":\"string\",\"default\":\"\"}]}");
    private static final AvroSchema ASSAY_OF_TEXT = new AvroSchema(
            "{\"type\":\"record\",\"name\":\"Assay\",\"fields\":[{\"name\":\"value\",\"type\":\"string\"}]}");

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void keepsTopicsRecordsAndSchemasAcrossRestart() throws Exception {
        Topics topics = Topics.withPrefix("");
        String topic = topics.predictions().name();
        try (LocalStack stack = start()) {
            assertThat(partitionsByTopic(stack))
                    .containsEntry(topic, LocalStackOptions.DEFAULT_PARTITIONS)
                    .containsEntry(topics.functionTags().name(), 1)
                    .hasSameSizeAs(topics.all());
            send(stack, topic, "kept");
            assertThat(client(stack).register("assays-value", ASSAY)).isPositive();
        }

        try (LocalStack stack = start()) {
            assertThat(readFirst(stack, topic)).isEqualTo("kept");
            assertThat(client(stack).getAllSubjects()).containsExactly("assays-value");
            assertThat(client(stack).register("assays-value", ASSAY_WITH_UNIT)).isPositive();
            assertThatThrownBy(() -> client(stack).register("assays-value", ASSAY_OF_TEXT))
                    .isInstanceOfSatisfying(RestClientException.class, refusal -> assertThat(refusal.getStatus())
                            .isEqualTo(409));
        }
        assertThat(progress).contains(topics.all().size() + " topics created", "0 topics created");
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws Exception {
        try (LocalStack stack = start()) {
            List<Integer> ports = List.of(
                    URI.create("kafka://" + stack.bootstrapServers()).getPort(),
                    URI.create(stack.registryUrl()).getPort());
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (int port : ports) {
                try (Socket inside = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(inside.isConnected()).isTrue();
                }
                for (InetAddress other : others) {
                    assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void refusesFolderOfRunningStack() {
        try (LocalStack stack = start()) {
            assertThat(stack.folder()).isEqualTo(folder);
            assertThatThrownBy(this::start)
                    .isInstanceOf(TagstreamException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void namesTakenPortAndItsOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalStackOptions free = LocalStackOptions.onFreePorts(folder);
            assertThatThrownBy(() -> LocalStack.start(free.withBrokerPort(taken.getLocalPort()), progress::add))
                    .isInstanceOf(TagstreamException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", wanted for Kafka")
                    .hasMessageContaining("--broker-port");
            assertThatThrownBy(() -> LocalStack.start(free.withRegistryPort(taken.getLocalPort()), progress::add))
                    .isInstanceOf(TagstreamException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", wanted for the schema registry")
                    .hasMessageContaining("--registry-port");
        }
    }

    @Test
    void tellsEndOfLogOfRegistryThatCannotStart() throws IOException {
        Files.createDirectories(folder.resolve("registry"));
        Files.writeString(folder.resolve("registry/schemas.mv.db"), "not a database");
        assertThatThrownBy(this::start)
                .isInstanceOf(TagstreamException.class)
                .hasMessageContaining("registry.log")
                .hasMessageContaining("schemas.mv.db");
    }

    @Test
    void endsRegistryWhenItsJvmIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dtagstream.registry.home=" + LocalStackOptions.unpackedRegistry(),
                        RegistryHolder.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("holder.log").toFile())
                .start();
        String url = jvm.inputReader().readLine();
        assertThat(url).as("said by %s", folder.resolve("holder.log")).startsWith("http://");
        List<ProcessHandle> registry = jvm.descendants().toList();
        assertThat(registry).isNotEmpty();

        jvm.destroyForcibly().waitFor();

        for (ProcessHandle process : registry) {
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    private LocalStack start() {
        return LocalStack.start(LocalStackOptions.onFreePorts(folder), progress::add);
    }

    private static SchemaRegistryClient client(LocalStack stack) {
        return new CachedSchemaRegistryClient(stack.registryUrl(), 10);
    }

    private static Map<String, Integer> partitionsByTopic(LocalStack stack) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            return topics.values().stream().collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions()
                    .size()));
        }
    }

    private static void send(LocalStack stack, String topic, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", value)).get();
        }
    }

    private static String readFirst(LocalStack stack, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", stack.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            return consumer.poll(Duration.ofSeconds(30)).iterator().next().value();
        }
    }
}
