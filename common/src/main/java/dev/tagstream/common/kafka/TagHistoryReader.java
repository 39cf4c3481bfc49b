package dev.tagstream.common.kafka;

import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic of all versions ever published, read from its beginning each time it is asked: that is hardly ever, and nothing of it is
 * worth keeping in memory.
 */
public final class TagHistoryReader implements TagArchive {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The newest of a name; more in a row that can't be used are not expected. */
    private static final int KEPT = 64;

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final TopicSpec history;
    private final AvroSerdes serdes;

    /** @param consumers make one in no group, that reads what is committed */
    public TagHistoryReader(
            Supplier<? extends Consumer<byte[], byte[]>> consumers, TopicSpec history, AvroSerdes serdes) {
        this.consumers = consumers;
        this.history = history;
        this.serdes = serdes;
    }

    /** @param kafka further settings of the clients, by their names */
    public static TagHistoryReader of(
            String bootstrapServers, Map<String, Object> kafka, TopicSpec history, AvroSerdes serdes) {
        return new TagHistoryReader(TopicScan.consumers(bootstrapServers, kafka, PATIENCE), history, serdes);
    }

    @Override
    public Optional<TagVersion> newest(String name, Predicate<TagVersion> usable) {
        NavigableMap<Long, byte[]> versions = read(name);
        try (Deserializer<TagVersion> values = serdes.valueDeserializer(TagVersion.class)) {
            return versions.descendingMap().values().stream()
                    .flatMap(bytes -> decode(values, bytes).stream())
                    .filter(usable)
                    .findFirst();
        }
    }

    private Optional<TagVersion> decode(Deserializer<TagVersion> values, byte[] bytes) {
        try {
            return Optional.ofNullable(values.deserialize(history.name(), bytes));
        } catch (SerializationException e) {
            return Optional.empty(); // no more usable than one that is refused
        }
    }

    private NavigableMap<Long, byte[]> read(String name) {
        NavigableMap<Long, byte[]> versions = new TreeMap<>();
        try (TopicScan scan = TopicScan.open(consumers.get(), List.of(history.name()))) {
            scan.readToGoal(PATIENCE, record -> keep(name, record, versions));
        }
        return versions;
    }

    private static void keep(String name, ConsumerRecord<byte[], byte[]> entry, NavigableMap<Long, byte[]> versions) {
        TagHistoryKey key = key(entry.key());
        if (key == null || !key.name().equals(name)) {
            return;
        }
        if (entry.value() == null || entry.headers().lastHeader(TagHistoryKey.ON_TRIAL) != null) {
            versions.remove(key.version());
        } else {
            versions.put(key.version(), entry.value());
        }
        if (versions.size() > KEPT) {
            versions.pollFirstEntry();
        }
    }

    private static @Nullable TagHistoryKey key(byte @Nullable [] key) {
        return key == null
                ? null
                : TagHistoryKey.parse(new String(key, StandardCharsets.UTF_8)).orElse(null);
    }
}
