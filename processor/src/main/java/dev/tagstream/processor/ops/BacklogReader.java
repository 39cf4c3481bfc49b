package dev.tagstream.processor.ops;

import dev.tagstream.processor.accounting.LanePartition;
import dev.tagstream.processor.accounting.PartitionBook;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what this process knows of its partitions beside what the brokers know of them. An answer is kept for a moment, so that asking
 * often costs the brokers nothing.
 */
final class BacklogReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BacklogReader.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** Whose requests come from where, and by which group they are read. */
    record Source(RequestLane lane, String group, String topic) {
        private TopicPartition partition(LanePartition place) {
            return new TopicPartition(topic, place.partition());
        }
    }

    private final Admin admin;
    private final List<Source> sources;
    private final ScreeningCounters counters;
    private @Nullable Backlog last;

    /** @param kafka further settings of the clients, by their names */
    BacklogReader(
            String bootstrapServers, Map<String, Object> kafka, List<Source> sources, ScreeningCounters counters) {
        Map<String, Object> client = new HashMap<>(kafka);
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.admin = Admin.create(client);
        this.sources = sources;
        this.counters = counters;
    }

    /** Empty while the brokers give no answer. */
    synchronized Optional<Backlog> read() {
        Instant now = Instant.now();
        Backlog known = last;
        if (known != null && Duration.between(known.at(), now).abs().compareTo(KEPT) < 0) {
            return Optional.of(known);
        }
        try {
            Backlog read = new Backlog(now, partitions());
            last = read;
            return Optional.of(read);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.debug("The backlog can't be told", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The processors' lanes. */
    static List<Source> sources(Topics topics, String applicationId) {
        return Stream.of(RequestLane.values())
                .map(lane -> new Source(
                        lane,
                        lane.applicationId(applicationId),
                        topics.requests(lane).name()))
                .toList();
    }

    private List<Backlog.Partition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        List<Backlog.Partition> all = new ArrayList<>();
        for (Source source : sources) {
            all.addAll(partitions(source));
        }
        return all;
    }

    private List<Backlog.Partition> partitions(Source source)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<LanePartition, PartitionBook> books = counters.partitions();
        books.keySet().removeIf(place -> place.lane() != source.lane());
        if (books.isEmpty()) {
            return List.of();
        }
        List<TopicPartition> partitions =
                books.keySet().stream().map(source::partition).toList();
        String group = source.group();
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = answer(admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
                .partitionsToOffsetAndMetadata(group));
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        List<TopicPartition> fresh = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
        Map<TopicPartition, Long> starts = fresh.isEmpty() ? Map.of() : offsets(fresh, OffsetSpec.earliest());
        List<Backlog.Partition> all = new ArrayList<>();
        books.forEach((place, book) -> {
            TopicPartition partition = source.partition(place);
            OffsetAndMetadata commit = committed.get(partition);
            long read = commit == null ? starts.getOrDefault(partition, 0L) : commit.offset();
            all.add(new Backlog.Partition(
                    source.lane(),
                    place.partition(),
                    ends.getOrDefault(partition, 0L),
                    Math.max(read, book.next().orElse(0)), // what is read and not committed yet is pending or answered
                    book.pending(),
                    book.oldestTimestamp()));
        });
        return all;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        var answers = answer(admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answers.forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
