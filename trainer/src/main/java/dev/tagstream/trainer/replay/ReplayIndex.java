package dev.tagstream.trainer.replay;

import dev.tagstream.schemas.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the replay buffer of one function holds and what has to go: a pure data structure, without the results themselves.
 *
 * <p>One result stands for each thing measured: a later measurement of it takes the place of an earlier one, and a result that
 * comes again under its name takes the place of itself. The held-out results and the others have bounds of their own. Where
 * one is passed, results go whose labels mean something else than those that come now, for the function was declared anew; then
 * those that arrived first in the fullest bin, so that rare labels stay: bins are equal widths of the labels there are, apart for
 * measured values and for either kind of bound. All but a change of the lowest or highest label costs the logarithm of the size.
 */
final class ReplayIndex {
    /** Bins of each relation. */
    static final int BINS = 16;

    /** Results that go for one that comes, at most, so that a bound that was lowered is reached without a long transaction. */
    private static final int REMOVED_AT_ONCE = 100;

    /**
     * One result.
     *
     * @param about what it is about; unique in the index
     * @param measuredAt milliseconds since the epoch
     * @param arrival grows from result to result
     * @param meaning what its label means; see {@link dev.tagstream.trainer.functions.TaughtFunction#meaning}
     */
    record Entry(
            String about,
            String resultId,
            long measuredAt,
            Relation relation,
            double value,
            long arrival,
            boolean heldOut,
            String meaning) {
        /** Whether the labels can be compared, as far as is known. */
        boolean meansLike(Entry other) {
            return meaning.isEmpty() || other.meaning.isEmpty() || meaning.equals(other.meaning);
        }
    }

    /**
     * What became of a result.
     *
     * @param kept whether it stands in the index now
     * @param first whether nothing was known of what it is about, nor a result of its name
     * @param removed what others were about that do not stand there any more
     */
    record Change(boolean kept, boolean first, List<String> removed) {}

    private final ReplayBounds bounds;
    private final Map<String, Entry> byAbout = new HashMap<>();
    private final Map<String, String> aboutById = new HashMap<>();
    private final Slice learned = new Slice();
    private final Slice heldOut = new Slice();

    ReplayIndex(ReplayBounds bounds) {
        this.bounds = bounds;
    }

    /** Takes in what a store holds already. */
    void restore(Entry entry) {
        put(entry);
    }

    Change offer(Entry entry) {
        List<String> removed = new ArrayList<>();
        String before = aboutById.get(entry.resultId());
        if (before != null && !before.equals(entry.about())) { // it is about something else now
            remove(before);
            removed.add(before);
        }
        Entry present = byAbout.get(entry.about());
        boolean first = before == null && present == null;
        if (present != null
                && !present.resultId().equals(entry.resultId())
                && present.meansLike(entry)
                && present.measuredAt() > entry.measuredAt()) {
            return new Change(false, first, removed);
        }
        put(entry);
        Slice slice = slice(entry);
        for (int i = 0; i < REMOVED_AT_ONCE && slice.size > bounds.of(entry.heldOut()); i++) {
            String gone = slice.next(entry.meaning()).about();
            remove(gone);
            removed.add(gone);
        }
        return new Change(true, first, removed);
    }

    int size() {
        return byAbout.size();
    }

    /** Those whose labels mean this, or nobody knows what. */
    int size(String meaning) {
        return learned.size(meaning) + heldOut.size(meaning);
    }

    Collection<Entry> entries() {
        return byAbout.values();
    }

    private Slice slice(Entry entry) {
        return entry.heldOut() ? heldOut : learned;
    }

    private void put(Entry entry) {
        remove(entry.about());
        byAbout.put(entry.about(), entry);
        aboutById.put(entry.resultId(), entry.about());
        slice(entry).add(entry);
    }

    private void remove(String about) {
        Entry gone = byAbout.remove(about);
        if (gone != null) {
            aboutById.remove(gone.resultId());
            slice(gone).remove(gone);
        }
    }

    /** The results to learn from, or the held-out ones. */
    private static final class Slice {
        private final Map<String, Labels> byMeaning = new TreeMap<>();
        private int size;

        void add(Entry entry) {
            byMeaning.computeIfAbsent(entry.meaning(), meaning -> new Labels()).add(entry);
            size++;
        }

        void remove(Entry entry) {
            Labels labels = Objects.requireNonNull(byMeaning.get(entry.meaning()));
            labels.remove(entry);
            size--;
            if (labels.isEmpty()) {
                byMeaning.remove(entry.meaning());
            }
        }

        int size(String meaning) {
            return byMeaning.entrySet().stream()
                    .filter(labels ->
                            labels.getKey().isEmpty() || labels.getKey().equals(meaning))
                    .mapToInt(labels -> labels.getValue().size())
                    .sum();
        }

        /** The one that has to go next, where labels that come now mean {@code present}. */
        Entry next(String present) {
            return byMeaning.entrySet().stream()
                    .filter(labels -> !labels.getKey().equals(present))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElseGet(() -> Objects.requireNonNull(byMeaning.get(present)))
                    .oldestOfTheFullestBin();
        }
    }

    /** Labels that mean the same, in bins between the lowest and the highest. */
    private static final class Labels {
        private static final Comparator<Entry> BY_ARRIVAL =
                Comparator.comparingLong(Entry::arrival).thenComparing(Entry::about);

        private final TreeMap<Double, Integer> counts = new TreeMap<>(); // by label
        private final Map<BinName, SortedSet<Entry>> bins = new HashMap<>();
        private double low; // that the bins were made for
        private double high;

        boolean isEmpty() {
            return counts.isEmpty();
        }

        int size() {
            return bins.values().stream().mapToInt(Set::size).sum();
        }

        void add(Entry entry) {
            counts.merge(entry.value(), 1, Integer::sum);
            bin(entry).add(entry);
        }

        void remove(Entry entry) {
            BinName name = binOf(entry, low, high);
            SortedSet<Entry> bin = Objects.requireNonNull(bins.get(name));
            bin.remove(entry);
            if (bin.isEmpty()) {
                bins.remove(name);
            }
            counts.computeIfPresent(entry.value(), (value, count) -> count == 1 ? null : count - 1);
        }

        private SortedSet<Entry> bin(Entry entry) {
            return bins.computeIfAbsent(binOf(entry, low, high), name -> new TreeSet<>(BY_ARRIVAL));
        }

        Entry oldestOfTheFullestBin() {
            if (counts.firstKey() != low || counts.lastKey() != high) {
                List<Entry> all = bins.values().stream().flatMap(Set::stream).toList();
                bins.clear();
                low = counts.firstKey();
                high = counts.lastKey();
                all.forEach(entry -> bin(entry).add(entry));
            }
            return bins.values().stream()
                    .max(Comparator.<SortedSet<Entry>>comparingInt(Set::size)
                            .thenComparing(bin -> bin.first().arrival(), Comparator.reverseOrder()))
                    .orElseThrow()
                    .first();
        }
    }

    static BinName binOf(Entry entry, double low, double high) {
        int within =
                high > low ? (int) Math.max(0, Math.min(BINS - 1, (entry.value() - low) / (high - low) * BINS)) : 0;
        return new BinName(entry.relation(), within);
    }

    /** One of the equal widths between the lowest and the highest label. */
    record BinName(Relation relation, int within) {}
}
