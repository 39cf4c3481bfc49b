package dev.tagstream.trainer.replay;

import dev.tagstream.schemas.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the replay buffer of one function holds and what has to go: a pure data structure, without the results themselves.
 *
 * <p>One result stands for each thing measured: a later measurement of it takes the place of an earlier one, and a result that
 * comes again under its name takes the place of itself. The held-out results and the others have bounds of their own. Where
 * one is passed, the result goes that arrived first among those of the fullest bin, so that rare labels stay: bins are equal
 * widths of the labels there are, apart for measured values and for either kind of bound.
 */
final class ReplayIndex {
    /** Bins of each relation. */
    static final int BINS = 16;

    /**
     * One result.
     *
     * @param about what it is about; unique in the index
     * @param measuredAt milliseconds since the epoch
     * @param arrival grows from result to result
     */
    record Entry(
            String about,
            String resultId,
            long measuredAt,
            Relation relation,
            double value,
            long arrival,
            boolean heldOut) {}

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
    private final int[] sizes = new int[2]; // to learn from, held out

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
                && present.measuredAt() > entry.measuredAt()) {
            return new Change(false, first, removed);
        }
        put(entry);
        while (size(entry.heldOut()) > bounds.of(entry.heldOut())) {
            String oldest = oldestOfTheFullestBin(entry.heldOut());
            remove(oldest);
            removed.add(oldest);
        }
        return new Change(true, first, removed);
    }

    int size() {
        return byAbout.size();
    }

    private int size(boolean heldOut) {
        return sizes[heldOut ? 1 : 0];
    }

    Collection<Entry> entries() {
        return byAbout.values();
    }

    private void put(Entry entry) {
        remove(entry.about());
        byAbout.put(entry.about(), entry);
        aboutById.put(entry.resultId(), entry.about());
        sizes[entry.heldOut() ? 1 : 0]++;
    }

    private void remove(String about) {
        Entry gone = byAbout.remove(about);
        if (gone != null) {
            aboutById.remove(gone.resultId());
            sizes[gone.heldOut() ? 1 : 0]--;
        }
    }

    private String oldestOfTheFullestBin(boolean heldOut) {
        List<Entry> slice = byAbout.values().stream()
                .filter(entry -> entry.heldOut() == heldOut)
                .toList();
        double low = slice.stream().mapToDouble(Entry::value).min().orElseThrow();
        double high = slice.stream().mapToDouble(Entry::value).max().orElseThrow();
        Map<BinName, Bin> bins = new HashMap<>();
        slice.forEach(
                entry -> bins.merge(binOf(entry, low, high), new Bin(1, entry), (bin, one) -> bin.with(one.oldest())));
        return bins.values().stream()
                .max(Comparator.comparingInt(Bin::count)
                        .thenComparing(bin -> bin.oldest().arrival(), Comparator.reverseOrder()))
                .orElseThrow()
                .oldest()
                .about();
    }

    static BinName binOf(Entry entry, double low, double high) {
        int within = high > low ? (int) Math.min(BINS - 1, (entry.value() - low) / (high - low) * BINS) : 0;
        return new BinName(entry.relation(), within);
    }

    /** One of the equal widths between the lowest and the highest label. */
    record BinName(Relation relation, int within) {}

    private record Bin(int count, Entry oldest) {
        Bin with(Entry entry) {
            return new Bin(count + 1, entry.arrival() < oldest.arrival() ? entry : oldest);
        }
    }
}
