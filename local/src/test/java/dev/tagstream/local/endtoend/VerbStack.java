package dev.tagstream.local.endtoend;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A real broker and registry with all topics, on which a test writes what services would, and runs client verbs. */
final class VerbStack implements Closeable {
    static final Topics TOPICS = Topics.withPrefix("");

    private final LocalStack stack;
    private final KafkaConnection connection;
    private final KafkaProducer<byte[], byte[]> producer;

    private VerbStack(LocalStack stack) {
        this.stack = stack;
        this.connection = new KafkaConnection(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                Map.of("schema.registry.url", stack.registryUrl()),
                TOPICS);
        this.producer = new KafkaProducer<>(connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static VerbStack start(Path folder) {
        return new VerbStack(LocalStack.start(LocalStackOptions.onFreePorts(folder), line -> {}));
    }

    LocalStack stack() {
        return stack;
    }

    KafkaConnection connection() {
        return connection;
    }

    void write(String topic, String key, @Nullable SpecificRecord value) throws Exception {
        write(new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value == null ? null : bytes(topic, value)));
    }

    void write(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    byte[] bytes(String topic, SpecificRecord value) {
        try (Serializer<SpecificRecord> serializer = connection.serdes().valueSerializer()) {
            return serializer.serialize(topic, value);
        }
    }

    /** All values of a topic; null for a record without one. */
    <T extends SpecificRecord> List<T> values(TopicSpec topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        TopicRecords.visit(connection, topic, type, key -> true, (key, value) -> values.add(value));
        return values;
    }

    /** The options that lead a verb here. */
    int run(CommandRun run, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-server", stack.bootstrapServers(), "--schema-registry", stack.registryUrl()));
        return run.execute(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        producer.close();
        stack.close();
    }
}
