package dev.tagstream.common.kafka;

import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions, or all those of some topics, from the beginning. For one thread.
 *
 * <p>Its goal is the end that the partitions had when it was opened or {@link #renewGoal} was called.
 */
public final class TopicScan implements Closeable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> goal = new HashMap<>();

    private TopicScan(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Goes to the beginning.
     *
     * @param consumer in no group, that reads what is committed; closed with the scan, and if there is none
     * @throws UnknownTopicOrPartitionException with a topic's name as its message, if there is no such topic
     */
    public static TopicScan open(Consumer<byte[], byte[]> consumer, List<String> topics) {
        return open(consumer, scan -> topics.stream()
                .flatMap(topic -> scan.partitions(topic).stream())
                .toList());
    }

    /** The same with one partition. */
    public static TopicScan open(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        return open(consumer, scan -> List.of(partition));
    }

    private static TopicScan open(
            Consumer<byte[], byte[]> consumer, Function<TopicScan, List<TopicPartition>> partitions) {
        TopicScan scan = new TopicScan(consumer);
        try {
            List<TopicPartition> all = partitions.apply(scan);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            scan.renewGoal();
            return scan;
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    /**
     * Consumers in no group, that read what is committed.
     *
     * @param kafka further settings of the clients, by their names
     * @param patience of each call that waits for the brokers
     */
    public static Supplier<Consumer<byte[], byte[]>> consumers(
            String bootstrapServers, Map<String, Object> kafka, Duration patience) {
        Map<String, Object> client = new HashMap<>(kafka);
        client.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return () -> new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> infos = infos(topic);
        if (infos == null || infos.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic);
        }
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private @Nullable List<PartitionInfo> infos(String topic) {
        try {
            return consumer.partitionsFor(topic);
        } catch (UnknownTopicOrPartitionException e) {
            return null;
        }
    }

    /** Waits for records up to {@code patience} and hands on what came; how many that were. */
    public int poll(Duration patience, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        records.forEach(each);
        return records.count();
    }

    /** Reads until the goal is reached. */
    public void readToGoal(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        while (!atGoal()) {
            poll(POLL, each);
        }
    }

    /**
     * Reads until the goal is reached.
     *
     * @throws TimeoutException if it is not within {@code patience}
     */
    public void readToGoal(Duration patience, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!atGoal()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("%s was not read to its end within %d s"
                        .formatted(
                                goal.keySet().stream()
                                        .map(TopicPartition::topic)
                                        .distinct()
                                        .toList(),
                                patience.toSeconds()));
            }
            poll(POLL, each);
        }
    }

    public boolean atGoal() {
        return goal.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Takes the present ends for the goal. */
    public void renewGoal() {
        goal = consumer.endOffsets(consumer.assignment());
    }

    /** At once: a consumer in no group has nothing to commit, and its last fetch would wait at the end of a topic. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
