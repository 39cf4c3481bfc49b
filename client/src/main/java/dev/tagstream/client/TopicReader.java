package dev.tagstream.client;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads every partition of some topics from the beginning, only what is committed, in no group. For one thread.
 *
 * <p>Its goal is the end that the partitions had when it was opened or {@link #renewGoal} was called.
 */
public final class TopicReader implements Closeable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> goal = new HashMap<>();

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Throws {@link TagstreamException} if one of the topics does not exist. */
    public static TopicReader open(KafkaConnection connection, List<String> topics) {
        TopicReader reader = new TopicReader(connection.reader());
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                partitions.addAll(reader.partitions(connection, topic));
            }
            reader.consumer.assign(partitions);
            reader.consumer.seekToBeginning(partitions);
            reader.renewGoal();
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private List<TopicPartition> partitions(KafkaConnection connection, String topic) {
        List<PartitionInfo> infos = infos(topic);
        if (infos == null || infos.isEmpty()) {
            throw new TagstreamException(
                    "There is no topic %s at %s. Check --topic-prefix; `tagstream local` makes the topics."
                            .formatted(topic, connection.bootstrapServers()));
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
    public int poll(Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
        records.forEach(each);
        return records.count();
    }

    /** Reads until the goal is reached. */
    public void readToGoal(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        while (!atGoal()) {
            poll(Duration.ofMillis(200), each);
        }
    }

    public boolean atGoal() {
        return goal.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Takes the present ends for the goal. */
    public void renewGoal() {
        goal = consumer.endOffsets(consumer.assignment());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
