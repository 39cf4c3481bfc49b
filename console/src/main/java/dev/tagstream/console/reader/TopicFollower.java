package dev.tagstream.console.reader;

import dev.tagstream.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics in no group, only what is committed, and hands each record on once, whatever fails in between.
 *
 * <p>For one thread.
 */
final class TopicFollower implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Of a topic that is read from {@link FollowedTopic.From#LAST}, markers of transactions among them. */
    private static final int LAST_OFFSETS = 128;

    private static final int FETCH_BYTES = 4 << 20;
    private static final int PARTITION_FETCH_BYTES = 256 << 10;
    private static final int POLL_RECORDS = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, FollowedTopic> topics;
    private long unreadable;

    TopicFollower(Consumer<byte[], byte[]> consumer, List<FollowedTopic> topics) {
        this.consumer = consumer;
        this.topics = topics.stream().collect(Collectors.toMap(FollowedTopic::name, Function.identity()));
    }

    static Consumer<byte[], byte[]> consumer(Installation installation) {
        Map<String, Object> client = new HashMap<>(installation.kafka());
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        client.put(ConsumerConfig.CLIENT_ID_CONFIG, "tagstream-console");
        client.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Takes up partitions that were not followed yet; those that come later than the first are read from their beginning. */
    void findPartitions(Instant history) {
        boolean first = consumer.assignment().isEmpty();
        Map<FollowedTopic.From, List<TopicPartition>> fresh = new HashMap<>();
        for (FollowedTopic topic : topics.values()) {
            for (PartitionInfo info : infos(topic.name())) {
                TopicPartition partition = new TopicPartition(info.topic(), info.partition());
                if (!consumer.assignment().contains(partition)) {
                    fresh.computeIfAbsent(first ? topic.from() : FollowedTopic.From.BEGINNING, any -> new ArrayList<>())
                            .add(partition);
                }
            }
        }
        if (!fresh.isEmpty()) {
            Map<TopicPartition, Long> starts = starts(fresh, history);
            List<TopicPartition> all = new ArrayList<>(consumer.assignment());
            all.addAll(starts.keySet());
            consumer.assign(all); // keeps the positions of those it had
            starts.forEach(consumer::seek);
        }
    }

    private List<PartitionInfo> infos(String topic) {
        try {
            List<PartitionInfo> infos = consumer.partitionsFor(topic, PATIENCE);
            return infos == null ? List.of() : infos;
        } catch (UnknownTopicOrPartitionException e) {
            return List.of(); // may be made later
        }
    }

    private Map<TopicPartition, Long> starts(
            Map<FollowedTopic.From, List<TopicPartition>> partitions, Instant history) {
        List<TopicPartition> all =
                partitions.values().stream().flatMap(List::stream).toList();
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(all, PATIENCE));
        Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
        partitions
                .getOrDefault(FollowedTopic.From.LAST, List.of())
                .forEach(partition ->
                        starts.merge(partition, ends.getOrDefault(partition, 0L) - LAST_OFFSETS, Math::max));
        List<TopicPartition> recent = partitions.getOrDefault(FollowedTopic.From.HISTORY, List.of());
        if (!recent.isEmpty()) {
            Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    recent.stream().collect(Collectors.toMap(Function.identity(), any -> history.toEpochMilli())),
                    PATIENCE);
            for (TopicPartition partition : recent) {
                OffsetAndTimestamp at = found.get(partition);
                starts.put(partition, at == null ? ends.getOrDefault(partition, 0L) : at.offset());
            }
        }
        return starts;
    }

    /**
     * Waits for records and hands on what came; how many that were.
     *
     * @throws RegistryUnavailableException if the registry has no answer; what was not handed on comes again
     */
    int poll(Duration patience) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        Map<TopicPartition, Long> rest = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            rest.put(partition, records.records(partition).get(0).offset());
        }
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                try {
                    book(record);
                } catch (RegistryUnavailableException e) {
                    rest.put(partition, record.offset());
                    rest.forEach(consumer::seek);
                    throw e;
                }
            }
            rest.remove(partition);
        }
        return records.count();
    }

    private void book(ConsumerRecord<byte[], byte[]> record) {
        FollowedTopic topic = topics.get(record.topic());
        if (topic != null) {
            try {
                topic.book().accept(record);
            } catch (SerializationException e) {
                unreadable++;
            }
        }
    }

    /** Records that were none of ours. */
    long unreadable() {
        return unreadable;
    }

    /** Records that are there and were not handed on yet, as far as the last answers say. */
    long behind() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
