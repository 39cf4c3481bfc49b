package dev.tagstream.bench.stream;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.Prediction;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Sees when the first and the last prediction were committed by asking for the ends of the partitions, which costs a broker
 * and a processor next to nothing, and counts afterwards what lies between.
 */
final class CommittedPredictions implements Closeable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final KafkaConnection connection;
    private final String libraryId;
    private final String topic;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> start;
    private Map<TopicPartition, Long> first;

    private CommittedPredictions(
            KafkaConnection connection, String libraryId, Admin admin, List<TopicPartition> partitions) {
        this.connection = connection;
        this.libraryId = libraryId;
        this.topic = connection.topics().predictions().name();
        this.admin = admin;
        this.partitions = partitions;
        this.start = ends(IsolationLevel.READ_COMMITTED);
        this.first = start;
    }

    static CommittedPredictions open(KafkaConnection connection, String libraryId) {
        String topic = connection.topics().predictions().name();
        Admin admin = connection.admin();
        return new CommittedPredictions(
                connection,
                libraryId,
                admin,
                BrokerAnswer.await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList());
    }

    /** Waits until something was committed, and remembers how much. */
    void awaitFirst(BooleanSupplier stopped) throws InterruptedException {
        while (first.equals(start) && !stopped.getAsBoolean()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            first = ends(IsolationLevel.READ_COMMITTED);
        }
    }

    /** Reads the clock whenever more is committed, until nothing was for as long as {@code silence}; the last reading. */
    CpuClock.Reading awaitLast(CpuClock clock, Duration silence) throws InterruptedException {
        Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_COMMITTED);
        CpuClock.Reading last = clock.read();
        long since = System.nanoTime();
        while (System.nanoTime() - since < silence.toNanos()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            Map<TopicPartition, Long> now = ends(IsolationLevel.READ_COMMITTED);
            if (!now.equals(ends)) {
                last = clock.read();
                since = System.nanoTime();
                ends = now;
            }
        }
        return last;
    }

    /**
     * Reads the library's predictions, checks that there are as many as the processor has counted, and counts those that were
     * committed after the first look that saw any.
     */
    long countSinceFirst(long predicted) {
        long all = 0;
        long sinceFirst = 0;
        try (TopicScan reader = connection.scan(List.of(topic));
                Deserializer<Prediction> values = connection.serdes().valueDeserializer(Prediction.class)) {
            Map<Boolean, Long> counts = new HashMap<>();
            reader.readToGoal(record -> {
                if (values.deserialize(topic, record.value()).getLibraryId().equals(libraryId)) {
                    counts.merge(isAfterFirst(record), 1L, Long::sum);
                }
            });
            sinceFirst = counts.getOrDefault(true, 0L);
            all = sinceFirst + counts.getOrDefault(false, 0L);
        }
        if (all != predicted) {
            throw new IllegalStateException(
                    "the processor counted %,d predictions, and %,d are committed".formatted(predicted, all));
        }
        return sinceFirst;
    }

    private boolean isAfterFirst(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() >= first.getOrDefault(new TopicPartition(topic, record.partition()), 0L);
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation) {
        return BrokerAnswer.await(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())),
                                new ListOffsetsOptions(isolation))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close();
    }
}
