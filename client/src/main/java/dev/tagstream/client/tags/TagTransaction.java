package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Changes of the tag topics that become visible together, or not at all. */
public final class TagTransaction {
    /** Of every transaction that publishes tags from a command line or a program. */
    public static final String TRANSACTIONAL_ID_PREFIX = "tagstream-tags-";

    private static final Duration LOOK = Duration.ofMillis(5);

    /** Another's transaction on the topic may be open for as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConnection connection;
    private final Topics topics;
    private final List<ProducerRecord<String, TagVersion>> records = new ArrayList<>();

    public TagTransaction(KafkaConnection connection) {
        this.connection = connection;
        this.topics = connection.topics();
    }

    /** Puts a version in use and into the history. */
    public TagTransaction use(TagVersion unsigned) {
        requireSigner();
        TagVersion version = connection.keys().forUse(unsigned);
        String topic = version.getKind() == TagKind.DOMAIN
                ? topics.domainTags().name()
                : topics.functionTags().name();
        add(topic, version.getName(), version);
        add(topics.tagHistory().name(), TagHistoryKey.of(version).toString(), version);
        return this;
    }

    /** Tries a version out beside the one in use. */
    TagTransaction startTrial(TagVersion version) {
        requireSigner();
        add(topics.shadowTags().name(), version.getName(), connection.keys().forTrial(version));
        return this;
    }

    private void requireSigner() {
        if (connection.keys().trust().asksForSignatures()
                && connection.keys().signer().isEmpty()) {
            throw new TagstreamException(
                    "Tag versions have to be signed here: set %s in the file given with --command-config."
                            .formatted(TagKeys.SIGNING));
        }
    }

    public TagTransaction endTrial(String name) {
        add(topics.shadowTags().name(), name, null);
        return this;
    }

    private void add(String topic, String key, @Nullable TagVersion version) {
        records.add(new ProducerRecord<>(topic, key, version));
    }

    /** Returns once readers of committed records see all of it. */
    public void commit() {
        Map<String, ?> transactional = Map.of("transactional.id", TRANSACTIONAL_ID_PREFIX + UUID.randomUUID());
        Map<TopicPartition, Long> written = new ConcurrentHashMap<>(); // last offset
        try (KafkaProducer<String, TagVersion> producer =
                connection.writer(connection.serdes().valueSerializer(), transactional)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (ProducerRecord<String, TagVersion> record : records) {
                var unused = producer.send(record, (place, problem) -> { // one that failed makes the commit fail
                    if (problem == null) {
                        written.merge(new TopicPartition(place.topic(), place.partition()), place.offset(), Math::max);
                    }
                });
            }
            producer.commitTransaction();
        }
        awaitVisible(written);
    }

    /** The broker answers a commit when it is decided, which is before the partitions are marked. */
    private void awaitVisible(Map<TopicPartition, Long> written) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> reader = connection.reader()) {
            while (System.nanoTime() < deadline
                    && reader.endOffsets(written.keySet()).entrySet().stream()
                            .anyMatch(end -> end.getValue() <= written.getOrDefault(end.getKey(), 0L))) {
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
