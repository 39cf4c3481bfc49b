package dev.tagstream.trainer.topology;

import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.LearningState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Where learning stands for each function of one stream task, in a store and, since it is asked for often, in memory. */
final class LearningStates {
    /** Name of the store, and so of its changelog {@code <application.id>-learning-states-changelog}. */
    static final String STORE = "learning-states";

    /** How results stand in the buffer now; see the record. */
    private static final int FORMAT = 1;

    private static final LearningState BEGINNING = new LearningState(0L, 0L, 0L, 0L, FORMAT);

    private final KeyValueStore<String, LearningState> store;
    private final Map<String, LearningState> states = new HashMap<>();

    LearningStates(KeyValueStore<String, LearningState> store) {
        this.store = store;
        try (KeyValueIterator<String, LearningState> all = store.all()) {
            all.forEachRemaining(entry -> states.put(entry.key, entry.value));
        }
    }

    static StoreBuilder<KeyValueStore<String, LearningState>> storeBuilder(AvroSerdes serdes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), serdes.valueSerde(LearningState.class))
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    LearningState of(String function) {
        return states.getOrDefault(function, BEGINNING);
    }

    /** Functions whose results stand in the buffer as an earlier version put them there. */
    Set<String> ofEarlierFormat() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().getFormat() < FORMAT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Their results stand there as they do now. */
    void completed(String function) {
        put(function, LearningState.newBuilder(of(function)).setFormat(FORMAT).build());
    }

    /** Those with new results, the one that has waited longest first. */
    List<String> waiting() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().getNewResults() > 0)
                .sorted(Comparator.comparing(entry -> entry.getValue().getOldestNewAt()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One more new result, at a time in milliseconds since the epoch. */
    void taken(String function, long now) {
        LearningState state = of(function);
        put(
                function,
                LearningState.newBuilder(state)
                        .setNewResults(state.getNewResults() + 1)
                        .setOldestNewAt(state.getNewResults() == 0 ? now : state.getOldestNewAt())
                        .build());
    }

    void put(String function, LearningState state) {
        states.put(function, state);
        store.put(function, state);
    }
}
