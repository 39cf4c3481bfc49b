package dev.tagstream.trainer.topology;

import static dev.tagstream.trainer.topology.Results.SIZE;
import static dev.tagstream.trainer.topology.Results.declaration;
import static dev.tagstream.trainer.topology.Results.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.LearningState;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.trainer.learner.CharacterScorer;
import dev.tagstream.trainer.learner.RidgeLearner;
import dev.tagstream.trainer.replay.ReplayBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A buffer that took R and S for one molecule, and what the topic still holds of both. */
class BufferCompletionTest {
    private static final TopicPartition PARTITION =
            new TopicPartition(TrainerDriver.TOPICS.assayResults().name(), 0);
    private static final String R = "N[C@@H](C)C(=O)O";
    private static final String S = "N[C@H](C)C(=O)O";

    private final TrainerDriver driver = new TrainerDriver(new RidgeLearner(CharacterScorer.WIDTH));
    private final KeyValueStore<String, ReplayedResult> results =
            store("results", driver.serdes.valueSerde(ReplayedResult.class));
    private final KeyValueStore<String, LearningState> states =
            store("states", driver.serdes.valueSerde(LearningState.class));

    private static <V> KeyValueStore<String, V> store(
            String name, org.apache.kafka.common.serialization.Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void takesStereoisomersInAgainAndNothingElse() {
        driver.declare(declaration());
        results.put(SIZE + "\0" + "f".repeat(32), replayed("r2", S, 8, 2));
        states.put(SIZE, LearningState.newBuilder().setNewResults(7).build());
        onTheTopic(
                AssayResult.newBuilder(result(1, 5)).setSmiles(R).build(),
                AssayResult.newBuilder(result(0, 3)).build(),
                AssayResult.newBuilder(result(2, 8)).setSmiles(S).build());

        complete();

        assertThat(all()).containsExactlyInAnyOrder("r1", "r2");
        assertThat(states.get(SIZE).getFormat()).isEqualTo(1);
        assertThat(states.get(SIZE).getNewResults()).as("none of them is new").isEqualTo(7);
    }

    @Test
    void keepsWhatTheTopicHoldsNoMore() {
        driver.declare(declaration());
        results.put(SIZE + "\0" + "f".repeat(32), replayed("r2", S, 8, 2));
        states.put(SIZE, LearningState.newBuilder().build());
        onTheTopic(AssayResult.newBuilder(result(1, 5)).setSmiles(R).build());

        complete();

        assertThat(all()).containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void readsNothingWhereAllIsAsItShouldBe() {
        driver.declare(declaration());
        states.put(SIZE, LearningState.newBuilder().setFormat(1).build());

        assertThat(completion().step()).isFalse();
        assertThat(driver.earlierResults.assignment()).isEmpty();
    }

    private void complete() {
        BufferCompletion completion = completion();
        assertThat(completion.step()).isTrue();
        assertThat(completion.step()).isFalse();
    }

    private BufferCompletion completion() {
        return new BufferCompletion(
                driver.services,
                new ReplayBuffer(results, driver.services.bounds()),
                new LearningStates(states),
                PARTITION);
    }

    private void onTheTopic(AssayResult... earlier) {
        driver.earlierResults.updateBeginningOffsets(Map.of(PARTITION, 0L));
        driver.earlierResults.updateEndOffsets(Map.of(PARTITION, (long) earlier.length));
        driver.earlierResults.schedulePollTask(() -> {
            for (int i = 0; i < earlier.length; i++) {
                driver.earlierResults.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        i,
                        earlier[i].getFunction().getBytes(StandardCharsets.UTF_8),
                        driver.serdes.<AssayResult>valueSerializer().serialize(PARTITION.topic(), earlier[i])));
            }
        });
    }

    private static ReplayedResult replayed(String id, String smiles, double value, long arrival) {
        return ReplayedResult.newBuilder()
                .setResultId(id)
                .setSmiles(smiles)
                .setRelation(Relation.EQUAL)
                .setValue(value)
                .setMeasuredAt(Instant.EPOCH)
                .setArrival(arrival)
                .setHeldOut(false)
                .build();
    }

    private List<String> all() {
        List<String> ids = new ArrayList<>();
        try (KeyValueIterator<String, ReplayedResult> entries = results.all()) {
            entries.forEachRemaining((KeyValue<String, ReplayedResult> entry) -> ids.add(entry.value.getResultId()));
        }
        return ids;
    }
}
