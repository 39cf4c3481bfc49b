package dev.tagstream.common.kafka;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads every partition of some topics from the beginning. For one thread.
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
        TopicScan scan = new TopicScan(consumer);
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                partitions.addAll(scan.partitions(topic));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            scan.renewGoal();
            return scan;
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
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
