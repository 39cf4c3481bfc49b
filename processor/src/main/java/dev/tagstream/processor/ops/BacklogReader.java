package dev.tagstream.processor.ops;

import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.processor.accounting.LanePartition;
import dev.tagstream.processor.accounting.PartitionProgress;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
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
        } catch (KafkaException e) {
            log.debug("The backlog can't be told", e);
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

    private List<Backlog.Partition> partitions() {
        List<Backlog.Partition> all = new ArrayList<>();
        for (Source source : sources) {
            all.addAll(partitions(source));
        }
        return all;
    }

    private List<Backlog.Partition> partitions(Source source) {
        Map<LanePartition, PartitionProgress> books = counters.partitions();
        books.keySet().removeIf(place -> place.lane() != source.lane());
        Map<TopicPartition, GroupLag> lags = GroupLag.read(
                admin,
                source.group(),
                books.keySet().stream().map(source::partition).toList(),
                PATIENCE);
        List<Backlog.Partition> all = new ArrayList<>();
        books.forEach((place, book) -> {
            GroupLag lag = Objects.requireNonNull(lags.get(source.partition(place)), "every partition asked for");
            all.add(new Backlog.Partition(
                    source.lane(),
                    place.partition(),
                    lag.end(),
                    Math.max(
                            lag.next(),
                            book.next().orElse(0)), // what is read and not committed yet is pending or answered
                    book.pending(),
                    book.oldestTimestamp()));
        });
        return all;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
