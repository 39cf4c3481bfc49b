package dev.tagstream.runtime.streams;

import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Brings the compacted tag topics into every process as global stores. The stores hold the version in use by name; they live
 * in memory, so that at every start Kafka passes the topics through {@link TagUpdater} from their beginning, and all tags are
 * active before the first request is read.
 */
public final class TagStores {
    public static final String DOMAIN_TAGS = "domain-tags";
    public static final String FUNCTION_TAGS = "function-tags";
    public static final String SHADOW_TAGS = "shadow-tags";

    private final Scorer scorer;
    private final ActiveTags tags;
    private final TagRegistry tagRegistry;
    private final AvroSerdes serdes;
    private final RetryPause retryPause;
    private final TagTrust trust;
    private final TagArchive archive;

    /** See {@link TagUpdater}. */
    public TagStores(
            Scorer scorer,
            ActiveTags tags,
            TagRegistry tagRegistry,
            AvroSerdes serdes,
            RetryPause retryPause,
            TagTrust trust,
            TagArchive archive) {
        this.scorer = scorer;
        this.tags = tags;
        this.tagRegistry = tagRegistry;
        this.serdes = serdes;
        this.retryPause = retryPause;
        this.trust = trust;
        this.archive = archive;
    }

    /** Tags in use. */
    public Topology addTo(Topology topology, TopicSpec domainTags, TopicSpec functionTags) {
        add(topology, TagUse.DOMAIN, DOMAIN_TAGS, domainTags);
        add(topology, TagUse.FUNCTION, FUNCTION_TAGS, functionTags);
        return topology;
    }

    /** Tags in use, and candidates on trial beside them. */
    public Topology addTo(Topology topology, TopicSpec domainTags, TopicSpec functionTags, TopicSpec shadowTags) {
        addTo(topology, domainTags, functionTags);
        add(topology, TagUse.SHADOW, SHADOW_TAGS, shadowTags);
        return topology;
    }

    private void add(Topology topology, TagUse use, String source, TopicSpec topic) {
        String tag = source.substring(0, source.length() - 1);
        String store = tag + "-versions";
        topology.addGlobalStore(
                versions(store),
                source,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name(),
                tag + "-updater",
                () -> updater(use, topic, store));
    }

    private TagUpdater updater(TagUse use, TopicSpec topic, String store) {
        return new TagUpdater(
                use,
                topic.name(),
                store,
                scorer,
                tags,
                tagRegistry,
                retryPause,
                trust,
                serdes.valueDeserializer(TagVersion.class),
                archive);
    }

    private static StoreBuilder<KeyValueStore<String, Long>> versions(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withLoggingDisabled();
    }
}
