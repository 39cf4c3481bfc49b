package dev.tagstream.trainer.topology;

import dev.tagstream.runtime.streams.PatientDeserializer;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TopicSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Brings declarations and the numbers of all versions into every process as global stores, which live in memory so that Kafka
 * passes the topics through from their beginning at every start.
 */
final class FunctionStores {
    static final String FUNCTIONS = "functions";
    static final String TAG_HISTORY = "tag-history";
    static final String DECLARED = "declared-functions";
    static final String LAST_VERSIONS = "last-tag-versions";

    private final TrainerServices services;

    FunctionStores(TrainerServices services) {
        this.services = services;
    }

    Topology addTo(Topology topology, TopicSpec functions, TopicSpec history) {
        return topology.addGlobalStore(
                        numbers(DECLARED),
                        FUNCTIONS,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        functions.name(),
                        "declaration-updater",
                        () -> declarations(functions))
                .addGlobalStore(
                        numbers(LAST_VERSIONS),
                        TAG_HISTORY,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        history.name(),
                        "history-updater",
                        () -> new HistoryUpdater(services.functions()));
    }

    private DeclarationUpdater declarations(TopicSpec functions) {
        return new DeclarationUpdater(
                services.functions(),
                new PatientDeserializer<>(
                        services.serdes().valueDeserializer(FunctionDeclaration.class),
                        functions.name(),
                        services.retryPause()));
    }

    private static StoreBuilder<KeyValueStore<String, Long>> numbers(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withLoggingDisabled();
    }
}
