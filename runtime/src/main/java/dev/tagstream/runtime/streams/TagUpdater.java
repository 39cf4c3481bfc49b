package dev.tagstream.runtime.streams;

import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.text.ShortLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
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
 * Reads tag versions of one use into {@link ActiveTags}: it checks bytes and makes rows of them, no more; the engine sees
 * them with its next batch. A version that can't be used is refused and the one in use stays; a record without a value
 * withdraws its tag, or ends a candidate's trial. The {@link TagRegistry} knows what became of each.
 *
 * <p>The topic's order is what counts: its last version is in use, whatever its number. The topic keeps a tag's last version only; a
 * process that starts and can't use that one takes the newest it can from the archive, as the processes that run kept theirs.
 */
public final class TagUpdater implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(TagUpdater.class);

    private final TagUse use;
    private final String storeName;
    private final Scorer scorer;
    private final ActiveTags tags;
    private final TagRegistry tagRegistry;
    private final TagTrust trust;
    private final PatientDeserializer<TagVersion> deserializer;
    private final TagArchive archive;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<String, Long> versions;

    /**
     * @param scorer of the model that versions must be for
     * @param retryPause between attempts at a registry that gives no answer
     * @param trust whose versions are used
     */
    public TagUpdater(
            TagUse use,
            String topic,
            String storeName,
            Scorer scorer,
            ActiveTags tags,
            TagRegistry tagRegistry,
            RetryPause retryPause,
            TagTrust trust,
            Deserializer<TagVersion> deserializer,
            TagArchive archive) {
        this.use = use;
        this.storeName = storeName;
        this.scorer = scorer;
        this.tags = tags;
        this.tagRegistry = tagRegistry;
        this.trust = trust;
        this.deserializer = new PatientDeserializer<>(deserializer, topic, retryPause);
        this.archive = archive;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        this.versions = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null) {
            log.warn("A version of a {} without a key is passed over", use);
            return;
        }
        String name = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            withdraw(name);
            return;
        }
        try {
            take(name, deserializer.read(record.value()));
        } catch (SerializationException e) {
            refuse(
                    name,
                    null,
                    "a version of the %s \"%s\" is refused: it can't be decoded: %s"
                            .formatted(use, ShortLine.value(name), ShortLine.of(String.valueOf(e.getMessage()))));
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }

    private void take(String name, TagVersion version) {
        TagReading reading = read(name, version);
        if (reading instanceof TagReading.AcceptedDomain domain) {
            tags.change(set -> set.with(domain.tag()));
            activated(domain.tag().id(), version);
        } else if (reading instanceof TagReading.AcceptedFunction function) {
            tags.change(set -> use.with(set, function));
            activated(function.tag().id(), version);
        } else if (reading instanceof TagReading.Refused refused) {
            refuse(name, version.getVersion(), refused.reason());
        }
    }

    private TagReading read(String name, TagVersion version) {
        if (version.getKind() != use.kind() || !version.getName().equals(name)) {
            return new TagReading.Refused("a version of the %s \"%s\" is refused: it is one of the %s tag \"%s\""
                    .formatted(
                            use,
                            ShortLine.value(name),
                            version.getKind().name().toLowerCase(Locale.ROOT),
                            ShortLine.value(version.getName())));
        }
        TagReading reading = TagCodec.fromWire(
                version, scorer.modelFingerprint(), scorer.tokenizerFingerprint(), scorer.width(), scorer.layers());
        if (reading instanceof TagReading.Refused) {
            return reading;
        }
        return objection(name, version).<TagReading>map(TagReading.Refused::new).orElse(reading);
    }

    private Optional<String> objection(String name, TagVersion version) {
        return use == TagUse.SHADOW
                ? trust.objectionToTrial(version)
                : trust.objectionToUse(version, versions().get(name));
    }

    private void activated(TagId id, TagVersion version) {
        log.info("The {} {} is now version {}", use, id.name(), id.version());
        versions().put(id.name(), id.version());
        List<TagId> parents = version.getParents().stream()
                .map(parent -> new TagId(parent.getName(), parent.getVersion(), parent.getSha256()))
                .toList();
        tagRegistry.activated(use, id, parents, now()).forEach(composition -> log.warn("The {}", composition));
    }

    private void withdraw(String name) {
        tags.change(set -> use.without(set, name));
        if (versions().delete(name) != null) {
            tagRegistry.withdrawn(use, name);
            log.info("The {} {} was withdrawn", use, name);
        }
    }

    private void refuse(String name, @Nullable Long version, String reason) {
        tagRegistry.refused(use, name, version, reason, now());
        Long inUse = versions().get(name);
        if (inUse != null) {
            log.warn("{}; version {} stays in use", reason, inUse);
        } else {
            fallBack(name, reason);
        }
    }

    private void fallBack(String name, String reason) {
        Optional<TagVersion> before = archived(name);
        log.warn(
                "{}; {}",
                reason,
                before.map(version -> "version %d of the history is used".formatted(version.getVersion()))
                        .orElse("none is in use"));
        before.ifPresent(version -> take(name, version));
    }

    private Optional<TagVersion> archived(String name) {
        if (use == TagUse.SHADOW) {
            return Optional.empty(); // what was tried out before is no candidate any more
        }
        try {
            return archive.newest(name, version -> !(read(name, version) instanceof TagReading.Refused));
        } catch (KafkaException e) {
            log.warn("The history of the {} \"{}\" can't be read: {}", use, name, e.toString());
            return Optional.empty();
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(
                Objects.requireNonNull(context, "init comes first").currentSystemTimeMs());
    }

    private KeyValueStore<String, Long> versions() {
        return Objects.requireNonNull(versions, "init comes first");
    }
}
