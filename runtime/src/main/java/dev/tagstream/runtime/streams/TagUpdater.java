package dev.tagstream.runtime.streams;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.tag.TagId;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.runtime.tags.TagCodec;
import dev.tagstream.runtime.tags.TagReading;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tag versions of one kind into {@link ActiveTags}: it checks bytes and makes rows of them, no more; the engine sees
 * them with its next batch. A version that can't be used is refused and the one in use stays; a record without a value
 * withdraws its tag.
 */
public final class TagUpdater implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(TagUpdater.class);

    private final TagKind kind;
    private final String storeName;
    private final Scorer scorer;
    private final ActiveTags tags;
    private final PatientDeserializer<TagVersion> deserializer;
    private @Nullable KeyValueStore<String, Long> versions;

    /**
     * @param scorer of the model that versions must be for
     * @param retryPause between attempts at a registry that gives no answer
     */
    public TagUpdater(
            TagKind kind,
            String topic,
            String storeName,
            Scorer scorer,
            ActiveTags tags,
            RetryPause retryPause,
            Deserializer<TagVersion> deserializer) {
        this.kind = kind;
        this.storeName = storeName;
        this.scorer = scorer;
        this.tags = tags;
        this.deserializer = new PatientDeserializer<>(deserializer, topic, retryPause);
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        versions = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String name = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            withdraw(name);
            return;
        }
        TagReading reading = read(name, record.value());
        if (reading instanceof TagReading.AcceptedDomain domain) {
            tags.change(set -> set.with(domain.tag()));
            activated(domain.tag().id());
        } else if (reading instanceof TagReading.AcceptedFunction function) {
            tags.change(set -> set.with(function.tag()));
            activated(function.tag().id());
        } else if (reading instanceof TagReading.Refused refused) {
            log.warn("{}; {}", refused.reason(), inUse(name));
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }

    private TagReading read(String name, byte[] value) {
        TagVersion version;
        try {
            version = deserializer.read(value);
        } catch (SerializationException e) {
            return new TagReading.Refused("a version of the %s tag \"%s\" is refused: it can't be decoded: %s"
                    .formatted(kindName(), name, e.getMessage()));
        }
        if (version.getKind() != kind || !version.getName().equals(name)) {
            return new TagReading.Refused("a version of the %s tag \"%s\" is refused: it is one of the %s tag \"%s\""
                    .formatted(kindName(), name, kindName(version.getKind()), version.getName()));
        }
        return TagCodec.fromWire(
                version, scorer.modelFingerprint(), scorer.tokenizerFingerprint(), scorer.width(), scorer.layers());
    }

    private void activated(TagId id) {
        log.info("The {} tag {} is now version {}", kindName(), id.name(), id.version());
        versions().put(id.name(), id.version());
    }

    private void withdraw(String name) {
        tags.change(set -> kind == TagKind.DOMAIN ? set.withoutDomain(name) : set.withoutFunction(name));
        if (versions().delete(name) != null) {
            log.info("The {} tag {} was withdrawn", kindName(), name);
        }
    }

    private String inUse(String name) {
        Long version = versions().get(name);
        return version == null ? "none is in use" : "version %d stays in use".formatted(version);
    }

    private KeyValueStore<String, Long> versions() {
        return Objects.requireNonNull(versions, "init comes first");
    }

    private String kindName() {
        return kindName(kind);
    }

    private static String kindName(TagKind kind) {
        return kind == TagKind.DOMAIN ? "domain" : "function";
    }
}
