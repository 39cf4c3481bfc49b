package dev.tagstream.trainer.accuracy;

import dev.tagstream.common.intake.RecordData;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.PredictedPair;
import dev.tagstream.schemas.PredictedValue;
import dev.tagstream.schemas.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of one stream task that no result has come for yet, bounded in number: the pairs that were predicted first go
 * first. Owned by one stream thread.
 */
final class PredictedPairs {
    /** Versions of one pair: the one in use, one on trial, and those that came right before. */
    private static final int MOST_VERSIONS = 4;

    private final KeyValueStore<String, PredictedPair> pairs;
    private final KeyValueStore<Long, String> order; // keys of the pairs
    private final int bound;
    private long size;
    private long first; // nothing is ordered before it
    private long next;

    /** Reads the order once, to know how many there are. */
    PredictedPairs(KeyValueStore<String, PredictedPair> pairs, KeyValueStore<Long, String> order, int bound) {
        this.pairs = pairs;
        this.order = order;
        this.bound = bound;
        try (KeyValueIterator<Long, String> all = order.all()) {
            all.forEachRemaining(entry -> {
                size++;
                next = entry.key + 1;
            });
        }
    }

    void put(Prediction prediction) {
        String key = key(prediction.getFunction(), prediction.getCompoundId(), prediction.getTargetId());
        PredictedPair before = pairs.get(key);
        if (before == null) {
            order.put(next, key);
            size++;
        }
        long place = before == null ? next++ : before.getOrder();
        pairs.put(
                key,
                new PredictedPair(
                        prediction.getCanonicalSmiles(),
                        prediction.getDataDigest(),
                        place,
                        values(before, prediction)));
        while (size > bound) {
            removeFirst();
        }
    }

    /**
     * What was predicted of a result's pair, and forgets it: a pair is compared once.
     *
     * @param result as its topic carries it, molecules as canonical SMILES
     */
    List<PredictedValue> take(AssayResult result) {
        String key = key(result.getFunction(), result.getCompoundId(), result.getTargetId());
        PredictedPair pair = pairs.get(key);
        if (pair == null || !isOf(pair, result.getSmiles(), RecordData.digest(result.getData()))) {
            return List.of(); // never predicted, or another molecule under the same name
        }
        remove(pair.getOrder(), key);
        return pair.getPredictions();
    }

    private static boolean isOf(PredictedPair pair, @Nullable String canonicalSmiles, @Nullable String dataDigest) {
        return Objects.equals(pair.getCanonicalSmiles(), canonicalSmiles)
                && Objects.equals(pair.getDataDigest(), dataDigest);
    }

    private static List<PredictedValue> values(@Nullable PredictedPair before, Prediction prediction) {
        List<PredictedValue> values = new ArrayList<>();
        long version = prediction.getFunctionTag().getVersion();
        if (before != null && isOf(before, prediction.getCanonicalSmiles(), prediction.getDataDigest())) {
            before.getPredictions().stream()
                    .filter(value -> value.getVersion() != version || value.getShadow() != prediction.getShadow())
                    .forEach(values::add);
        }
        values.add(new PredictedValue(
                version,
                prediction.getShadow(),
                prediction.getValue(),
                prediction.getStandardDeviation(),
                prediction.getScoredAt()));
        return values.subList(Math.max(0, values.size() - MOST_VERSIONS), values.size());
    }

    private void removeFirst() {
        KeyValue<Long, String> oldest;
        try (KeyValueIterator<Long, String> from = order.range(first, next)) {
            oldest = from.next();
        }
        first = oldest.key + 1;
        remove(oldest.key, oldest.value);
    }

    private void remove(long place, String key) {
        order.put(place, null);
        pairs.put(key, null);
        size--;
    }

    private static String key(String function, String compound, @Nullable String target) {
        return function + '\0' + compound + '\0' + (target == null ? "" : target);
    }
}
