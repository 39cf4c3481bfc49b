package dev.tagstream.client.lag;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.schemas.RequestLane;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Measures what processors have still to do in one lane. Reading again costs only what is new. */
public final class LagReader implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BROKERS = Duration.ofMinutes(1);

    private final RequestLane lane;
    private final String group;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> requests;
    private final PendingRecords pending;

    private LagReader(
            RequestLane lane,
            String group,
            Admin admin,
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> requests,
            PendingRecords pending) {
        this.lane = lane;
        this.group = group;
        this.admin = admin;
        this.consumer = consumer;
        this.requests = requests;
        this.pending = pending;
    }

    /** Opens clients; {@code application} is the processor's application.id. */
    public static LagReader open(KafkaConnection connection, String application, RequestLane lane) {
        String topic = connection.topics().requests(lane).name();
        String group = lane.applicationId(application);
        KafkaConsumer<byte[], byte[]> consumer = connection.reader();
        List<TopicPartition> requests = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
        if (requests.isEmpty()) {
            consumer.close();
            throw new TagstreamException("There is no topic %s at %s. Check --topic-prefix; `tagstream local` makes it."
                    .formatted(topic, connection.bootstrapServers()));
        }
        return new LagReader(
                lane, group, connection.admin(), consumer, requests, new PendingRecords(connection, group));
    }

    public LagReport read() {
        Map<TopicPartition, GroupLag> lags = GroupLag.read(admin, group, requests, BROKERS);
        Map<Integer, PendingRecords.Backlog> waiting = pending.read(); // last: what is read meanwhile is counted twice
        List<LagReport.Partition> partitions = new ArrayList<>();
        for (TopicPartition partition : requests) {
            PendingRecords.Backlog backlog = waiting.getOrDefault(partition.partition(), PendingRecords.Backlog.NONE);
            partitions.add(new LagReport.Partition(
                    lane,
                    partition.partition(),
                    Objects.requireNonNull(lags.get(partition), "every partition that was asked for"),
                    backlog.count(),
                    backlog.oldest()));
        }
        return new LagReport(Instant.now(), withUnread(partitions));
    }

    private List<LagReport.Partition> withUnread(List<LagReport.Partition> partitions) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        for (LagReport.Partition partition : partitions) {
            if (partition.lag() > 0) {
                unread.put(requests.get(partition.id()), partition.read().next());
            }
        }
        Map<TopicPartition, Instant> timestamps = timestamps(unread);
        return partitions.stream()
                .map(partition ->
                        partition.withUnread(Optional.ofNullable(timestamps.get(requests.get(partition.id())))))
                .toList();
    }

    /** Timestamps of the records at the given offsets; without those that do not come in time. */
    private Map<TopicPartition, Instant> timestamps(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Instant> found = new HashMap<>();
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (found.size() < offsets.size() && System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (found.putIfAbsent(partition, Instant.ofEpochMilli(record.timestamp())) == null) {
                    consumer.pause(List.of(partition));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        pending.close();
        consumer.close();
        admin.close();
    }
}
