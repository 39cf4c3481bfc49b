package dev.tagstream.runtime.streams;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.TagKind;
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
    public static final String DOMAIN_VERSIONS = "domain-tag-versions";
    public static final String FUNCTION_VERSIONS = "function-tag-versions";

    private final Scorer scorer;
    private final ActiveTags tags;
    private final AvroSerdes serdes;
    private final RetryPause retryPause;

    /** See {@link TagUpdater}. */
    public TagStores(Scorer scorer, ActiveTags tags, AvroSerdes serdes, RetryPause retryPause) {
        this.scorer = scorer;
        this.tags = tags;
        this.serdes = serdes;
        this.retryPause = retryPause;
    }

    public Topology addTo(Topology topology, TopicSpec domainTags, TopicSpec functionTags) {
        return topology.addGlobalStore(
                        versions(DOMAIN_VERSIONS),
                        DOMAIN_TAGS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        domainTags.name(),
                        "domain-tag-updater",
                        () -> updater(TagKind.DOMAIN, domainTags, DOMAIN_VERSIONS))
                .addGlobalStore(
                        versions(FUNCTION_VERSIONS),
                        FUNCTION_TAGS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        functionTags.name(),
                        "function-tag-updater",
                        () -> updater(TagKind.FUNCTION, functionTags, FUNCTION_VERSIONS));
    }

    private TagUpdater updater(TagKind kind, TopicSpec topic, String storeName) {
        return new TagUpdater(
                kind, topic.name(), storeName, scorer, tags, retryPause, serdes.valueDeserializer(TagVersion.class));
    }

    private static StoreBuilder<KeyValueStore<String, Long>> versions(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withLoggingDisabled();
    }
}
