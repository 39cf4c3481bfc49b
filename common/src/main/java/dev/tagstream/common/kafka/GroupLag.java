package dev.tagstream.common.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in one partition, by what it has committed.
 *
 * @param start offset of the first record that is there
 * @param committed offset that the group reads from next; empty if it has committed none
 * @param end offset after the last committed record
 */
public record GroupLag(long start, OptionalLong committed, long end) {
    /**
     * Asks the brokers.
     *
     * @param patience for each answer
     * @throws org.apache.kafka.common.KafkaException if there is none, or a refusal
     */
    public static Map<TopicPartition, GroupLag> read(
            Admin admin, String group, Collection<TopicPartition> partitions, Duration patience) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        // Commits before ends: what moves on meanwhile is counted twice rather than lost.
        Map<TopicPartition, @Nullable OffsetAndMetadata> commits = BrokerAnswer.await(
                admin.listConsumerGroupOffsets(Map.of(
                                group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(partitions))))
                        .partitionsToOffsetAndMetadata(group),
                patience);
        Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest(), patience);
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest(), patience);
        Map<TopicPartition, GroupLag> lags = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata commit = commits.get(partition);
            lags.put(
                    partition,
                    new GroupLag(
                            starts.getOrDefault(partition, 0L),
                            commit == null ? OptionalLong.empty() : OptionalLong.of(commit.offset()),
                            ends.getOrDefault(partition, 0L)));
        }
        return lags;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which, Duration patience) {
        Map<TopicPartition, ListOffsetsResultInfo> found = BrokerAnswer.await(
                admin.listOffsets(
                                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all(),
                patience);
        return found.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, at -> at.getValue().offset()));
    }

    /** Offset of the first record that the group has not read: its commit, or the start where there is none or it is gone. */
    public long next() {
        return Math.max(start, committed.orElse(start));
    }

    /** Records not read. */
    public long records() {
        return Math.max(0, end - next());
    }
}
