package dev.tagstream.client.lag;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.PendingRecord;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The records that a processor has read and not answered, from the changelog of its store: a value adds the offset its key
 * names, a tombstone removes it.
 */
final class PendingRecords implements Closeable {
    /**
     * What waits in one partition.
     *
     * @param oldest timestamp of the oldest record that waits
     */
    record Backlog(long count, Optional<Instant> oldest) {
        static final Backlog NONE = new Backlog(0, Optional.empty());
    }

    private final KafkaConnection connection;
    private final String changelog;
    private final Map<Integer, Map<Long, Long>> timestamps = new HashMap<>(); // partition -> offset -> timestamp
    private final Deserializer<PendingRecord> values;
    private @Nullable TopicScan reader;

    PendingRecords(KafkaConnection connection, String application) {
        this.connection = connection;
        this.changelog = application + "-pending-changelog";
        this.values = connection.serdes().valueDeserializer(PendingRecord.class);
    }

    /** What waits now, by partition; nothing if the processor never ran. */
    Map<Integer, Backlog> read() {
        if (reader == null && !exists()) {
            return Map.of();
        }
        TopicScan open = reader == null ? connection.scan(List.of(changelog)) : reader;
        reader = open;
        open.renewGoal();
        open.readToGoal(this::take);
        Map<Integer, Backlog> backlogs = new HashMap<>();
        timestamps.forEach((partition, waiting) -> backlogs.put(
                partition,
                new Backlog(
                        waiting.size(),
                        waiting.values().stream().min(Long::compare).map(Instant::ofEpochMilli))));
        return backlogs;
    }

    private boolean exists() {
        try (Admin admin = connection.admin()) {
            return BrokerAnswer.await(admin.listTopics().names()).contains(changelog);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Map<Long, Long> waiting = timestamps.computeIfAbsent(record.partition(), partition -> new HashMap<>());
        if (record.key() == null || record.key().length != Long.BYTES) {
            return;
        }
        long offset = ByteBuffer.wrap(record.key()).getLong();
        if (record.value() == null) {
            waiting.remove(offset);
        } else {
            waiting.put(offset, submitted(record));
        }
    }

    /** When the request was sent, which the store's value knows; the changelog's own timestamp is of the processor. */
    private long submitted(ConsumerRecord<byte[], byte[]> record) {
        try {
            return values.deserialize(record.topic(), record.value())
                    .getSource()
                    .getTimestamp()
                    .toEpochMilli();
        } catch (SerializationException e) {
            return record.timestamp();
        }
    }

    @Override
    public void close() {
        values.close();
        if (reader != null) {
            reader.close();
        }
    }
}
