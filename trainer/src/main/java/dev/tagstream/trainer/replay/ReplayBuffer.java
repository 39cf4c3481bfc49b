package dev.tagstream.trainer.replay;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.trainer.functions.TaughtFunction;
import dev.tagstream.trainer.intake.ValidatedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The results of one stream task that rounds learn from, bounded for each function.
 *
 * <p>Assumes: all calls come from the task's stream thread, so that what is stored lies in the transaction that read it.
 *
 * <p>Guarantees: after any failure the store holds exactly what it held after the last committed result; the indexes in memory
 * are made of it anew.
 */
public final class ReplayBuffer {
    /** Name of the store, and so of its changelog {@code <application.id>-replay-buffer-changelog}. */
    public static final String STORE = "replay-buffer";

    private static final char BEFORE_ABOUT = '\0';
    private static final char AFTER_ABOUT = '\1';

    private final KeyValueStore<String, ReplayedResult> store;
    private final ReplayBounds bounds;
    private final MoleculeIdentity identity = new MoleculeIdentity();
    private final Map<String, ReplayIndex> indexes = new TreeMap<>(); // by function

    /** Reads the store once, to know what it holds. */
    public ReplayBuffer(KeyValueStore<String, ReplayedResult> store, ReplayBounds bounds) {
        this.store = store;
        this.bounds = bounds;
        try (KeyValueIterator<String, ReplayedResult> all = store.all()) {
            all.forEachRemaining(entry -> {
                int separator = entry.key.lastIndexOf(BEFORE_ABOUT);
                index(entry.key.substring(0, separator))
                        .restore(indexed(entry.key.substring(separator + 1), entry.value));
            });
        }
    }

    public static StoreBuilder<KeyValueStore<String, ReplayedResult>> storeBuilder(AvroSerdes serdes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), serdes.valueSerde(ReplayedResult.class))
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /**
     * Takes in a valid result.
     *
     * @param function as it is declared now; empty if it was withdrawn since intake
     */
    public Admission take(ValidatedResult validated, Optional<TaughtFunction> function) {
        return take(validated, PairKey.of(validated.result(), identity), function);
    }

    /** Takes in again what an earlier version held under the canonical SMILES, if that is not what it stands under now. */
    public void retake(ValidatedResult validated, Optional<TaughtFunction> function) {
        PairKey subject = PairKey.of(validated.result(), identity);
        if (!subject.molecule().equals(validated.canonicalSmiles())) {
            take(validated, subject, function);
        }
    }

    private Admission take(ValidatedResult validated, PairKey subject, Optional<TaughtFunction> function) {
        AssayResult result = validated.result();
        PairKey seen =
                function.map(known -> subject.within(known.spec().template())).orElse(subject);
        ReplayedResult replayed = ReplayedResult.newBuilder()
                .setResultId(result.getResultId())
                .setSmiles(result.getSmiles())
                .setProtein(result.getProtein())
                .setData(result.getData())
                .setRelation(result.getRelation())
                .setValue(result.getValue())
                .setMeasuredAt(result.getMeasuredAt())
                .setArrival(validated.source().offset())
                .setHeldOut(seen.isHeldOut(bounds.heldOutShare()))
                .setMeaning(function.map(TaughtFunction::meaning).orElse(""))
                .build();
        String name = result.getFunction();
        String about = subject.name();
        ReplayIndex.Change change = index(name).offer(indexed(about, replayed));
        if (change.kept()) {
            store.put(key(name, about), replayed);
        }
        change.removed().forEach(gone -> store.put(key(name, gone), null));
        return new Admission(change.kept(), change.first());
    }

    /**
     * What became of a result.
     *
     * @param kept whether it is learned from; else a later measurement stands in its place
     * @param first whether it is the first of what it is about
     */
    public record Admission(boolean kept, boolean first) {}

    /** Those of which there are results. */
    public Set<String> functions() {
        return Set.copyOf(indexes.keySet());
    }

    public int size(String function) {
        ReplayIndex index = indexes.get(function);
        return index == null ? 0 : index.size();
    }

    /** How many of them can be learned from as the function is declared now. */
    public int size(TaughtFunction function) {
        ReplayIndex index = indexes.get(function.name());
        return index == null ? 0 : index.size(function.meaning());
    }

    /** Those of its results that can be learned from as the function is declared now: labels of another unit or of other classes wait. */
    public List<ReplayedResult> of(TaughtFunction function) {
        String wanted = function.meaning();
        List<ReplayedResult> results = new ArrayList<>();
        try (KeyValueIterator<String, ReplayedResult> range =
                store.range(function.name() + BEFORE_ABOUT, function.name() + AFTER_ABOUT)) {
            range.forEachRemaining(entry -> {
                String meaning = entry.value.getMeaning();
                if (meaning.isEmpty() || meaning.equals(wanted)) {
                    results.add(entry.value);
                }
            });
        }
        return results;
    }

    private ReplayIndex index(String function) {
        return indexes.computeIfAbsent(function, any -> new ReplayIndex(bounds));
    }

    private static String key(String function, String about) {
        return function + BEFORE_ABOUT + about;
    }

    private static ReplayIndex.Entry indexed(String about, ReplayedResult result) {
        return new ReplayIndex.Entry(
                about,
                result.getResultId(),
                result.getMeasuredAt().toEpochMilli(),
                result.getRelation(),
                result.getValue(),
                result.getArrival(),
                result.getHeldOut(),
                result.getMeaning());
    }
}
