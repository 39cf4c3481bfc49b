package dev.tagstream.local.endtoend;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.TopicSpec;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** All topics of a test class on a real broker and registry, on which it writes what services would, and runs client verbs. */
final class VerbStack implements Closeable {
    private final Class<?> test;
    private final LocalStack stack;
    private final KafkaConnection connection;
    private final KafkaProducer<byte[], byte[]> producer;

    VerbStack(Class<?> test, Path folder) {
        this.test = test;
        this.stack = SharedStack.of(test, folder);
        this.connection = LocalScreening.connection(stack);
        this.producer = new KafkaProducer<>(connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
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

    /** Runs a verb on the topics of the class, or on those of a prefix among the arguments. */
    int run(CommandRun run, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(all.contains("--topic-prefix") ? SharedStack.addresses() : SharedStack.options(test));
        return run.execute(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        producer.close();
        stack.close();
    }
}
