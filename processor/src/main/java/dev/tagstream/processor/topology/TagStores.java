package dev.tagstream.processor.topology;

import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
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
final class TagStores {
    static final String DOMAIN_TAGS = "domain-tags";
    static final String FUNCTION_TAGS = "function-tags";
    static final String SHADOW_TAGS = "shadow-tags";

    private final ScreeningServices services;

    TagStores(ScreeningServices services) {
        this.services = services;
    }

    Topology addTo(Topology topology, Topics topics) {
        add(topology, TagUse.DOMAIN, DOMAIN_TAGS, topics.domainTags());
        add(topology, TagUse.FUNCTION, FUNCTION_TAGS, topics.functionTags());
        add(topology, TagUse.SHADOW, SHADOW_TAGS, topics.shadowTags());
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
                use, topic.name(), store, services, services.serdes().valueDeserializer(TagVersion.class));
    }

    private static StoreBuilder<KeyValueStore<String, Long>> versions(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withLoggingDisabled();
    }
}
