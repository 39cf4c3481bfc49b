package dev.tagstream.client;

import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The committed records of one topic as they stand, decoded. One that is none of ours is passed over. */
public final class TopicRecords {
    /** Takes one record; no value withdraws the key. */
    public interface Visitor<T> {
        public void visit(String key, @Nullable T value);
    }

    private TopicRecords() {}

    /** Shows all records whose keys are wanted, in the order of their partition. */
    public static <T extends SpecificRecord> void visit(
            KafkaConnection connection, TopicSpec topic, Class<T> type, Predicate<String> wanted, Visitor<T> visitor) {
        try (Deserializer<T> values = connection.serdes().valueDeserializer(type);
                TopicScan reader = connection.scan(List.of(topic.name()))) {
            reader.readToGoal(record -> {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                if (!wanted.test(key)) {
                    return;
                }
                byte[] bytes = record.value();
                try {
                    visitor.visit(key, bytes == null ? null : values.deserialize(topic.name(), bytes));
                } catch (SerializationException e) {
                    if (KafkaTrouble.isRegistryAway(e)) {
                        throw e;
                    }
                }
            });
        }
    }

    /** The last record of each key, by key; none for a key that was withdrawn. */
    public static <T extends SpecificRecord> Map<String, T> latest(
            KafkaConnection connection, TopicSpec topic, Class<T> type) {
        Map<String, T> latest = new TreeMap<>();
        visit(connection, topic, type, key -> true, (key, value) -> {
            if (value == null) {
                latest.remove(key);
            } else {
                latest.put(key, value);
            }
        });
        return latest;
    }
}
