package dev.tagstream.trainer.accuracy;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.PredictedPair;
import dev.tagstream.schemas.PredictedValue;
import dev.tagstream.schemas.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins predictions with results that came later, and keeps the sums of each version over this partition. */
public final class AccuracyProcessor extends ContextualProcessor<byte[], byte[], String, LiveAccuracy> {
    static final String PAIRS = "predicted-pairs";
    static final String ORDER = "predicted-order";
    static final String SUMS = "accuracy-sums";

    private static final Logger log = LoggerFactory.getLogger(AccuracyProcessor.class);

    private final Deserializer<Prediction> predictions;
    private final Deserializer<AssayResult> results;
    private final String resultTopic;
    private final int maxPairs;
    private final LiveFigures figures;
    private @Nullable PredictedPairs pairs;
    private @Nullable KeyValueStore<String, LiveAccuracy> sums;

    /** @param resultTopic the topic whose records are results; all others are predictions */
    public AccuracyProcessor(AvroSerdes serdes, String resultTopic, int maxPairs, LiveFigures figures) {
        this.predictions = serdes.valueDeserializer(Prediction.class);
        this.results = serdes.valueDeserializer(AssayResult.class);
        this.resultTopic = resultTopic;
        this.maxPairs = maxPairs;
        this.figures = figures;
    }

    /** What it needs. */
    public static List<StoreBuilder<?>> stores(AvroSerdes serdes) {
        return List.of(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PAIRS),
                                Serdes.String(),
                                serdes.valueSerde(PredictedPair.class))
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ORDER), Serdes.Long(), Serdes.String())
                        .withLoggingEnabled(Map.of()),
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(SUMS),
                                Serdes.String(),
                                serdes.valueSerde(LiveAccuracy.class))
                        .withLoggingEnabled(Map.of()));
    }

    @Override
    public void init(ProcessorContext<String, LiveAccuracy> context) {
        super.init(context);
        pairs = new PredictedPairs(context.getStateStore(PAIRS), context.getStateStore(ORDER), maxPairs);
        KeyValueStore<String, LiveAccuracy> stored = context.getStateStore(SUMS);
        sums = stored;
        try (KeyValueIterator<String, LiveAccuracy> all = stored.all()) {
            all.forEachRemaining(entry -> figures.put(
                    new ScoredVersion(entry.value.getFunction(), entry.value.getVersion(), entry.value.getShadow()),
                    partition(),
                    AccuracyTally.of(entry.value)));
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String topic = context().recordMetadata().orElseThrow().topic();
        if (record.value() == null) {
            return;
        }
        try {
            if (topic.equals(resultTopic)) {
                compare(results.deserialize(topic, record.value()), Instant.ofEpochMilli(record.timestamp()));
            } else {
                remember(predictions.deserialize(topic, record.value()));
            }
        } catch (SerializationException e) {
            log.debug("A record of {} can't be read and is left out of the live accuracy: {}", topic, e.getMessage());
        }
    }

    private void remember(Prediction prediction) {
        if (Double.isFinite(prediction.getValue())) {
            pairs().put(prediction);
        }
    }

    private void compare(AssayResult result, Instant sentAt) {
        for (PredictedValue value : pairs().take(result)) {
            if (value.getScoredAt().isBefore(sentAt)) {
                add(
                        new ScoredVersion(result.getFunction(), value.getVersion(), value.getShadow()),
                        AccuracyTally.of(value.getValue(), result.getValue(), deviation(value)));
            }
        }
    }

    private static OptionalDouble deviation(PredictedValue value) {
        Double deviation = value.getStandardDeviation();
        return deviation == null ? OptionalDouble.empty() : OptionalDouble.of(deviation);
    }

    private void add(ScoredVersion version, AccuracyTally pair) {
        KeyValueStore<String, LiveAccuracy> store = Objects.requireNonNull(sums, "init comes first");
        LiveAccuracy before = store.get(version.key());
        AccuracyTally tally = before == null ? pair : AccuracyTally.of(before).plus(pair);
        LiveAccuracy after = tally.toWire(
                version.function(),
                version.version(),
                version.shadow(),
                partition(),
                Instant.ofEpochMilli(context().currentSystemTimeMs()));
        store.put(version.key(), after);
        figures.put(version, partition(), tally);
        context()
                .forward(new Record<>(
                        version.key() + "/" + partition(), after, context().currentSystemTimeMs()));
    }

    private PredictedPairs pairs() {
        return Objects.requireNonNull(pairs, "init comes first");
    }

    private int partition() {
        return context().taskId().partition();
    }

    @Override
    public void close() {
        figures.forget(partition());
        predictions.close();
        results.close();
    }
}
