package dev.tagstream.model.engine;

import dev.tagstream.model.engine.SpanCache.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs rows behind spans of many prompts: prompts with the same stem beside each other, in calls of a size that suits the device.
 */
final class Linker {
    private final LlamaProgram program;
    private final CallSizes sizes;
    private final int width;

    /** Told the hidden states (R, d) of one place, which begin at {@code from}. */
    interface Reader {
        void read(int place, float[] hidden, int from);
    }

    /** Told a call and the indices of its places, in its order. */
    interface Runner {
        void run(LinkCall call, List<Integer> indices);
    }

    Linker(LlamaProgram program, CallSizes sizes, int width) {
        this.program = program;
        this.sizes = sizes;
        this.width = width;
    }

    /**
     * Runs the same rows at places of one skeleton and one span index.
     *
     * @param blocks pinned blocks, by key
     * @param keep blocks to keep the stems in that these rows end, one for each place; empty where they end none
     */
    void run(List<Place> places, LinkRows rows, Map<BlockKey, Block> blocks, List<Block> keep, Reader reader) {
        int size = rows.read().length * width;
        inCalls(places, rows, blocks, keep, (call, indices) -> {
            float[] hidden = program.link(call); // (B, R, d)
            for (int b = 0; b < indices.size(); b++) {
                reader.read(indices.get(b), hidden, b * size);
            }
        });
    }

    /** Splits the same rows at places into calls; see {@link #run}. */
    void inCalls(List<Place> places, LinkRows rows, Map<BlockKey, Block> blocks, List<Block> keep, Runner runner) {
        List<Integer> order = sortedByStem(places);
        int size = sizes.prompts(rows.size());
        for (int from = 0; from < order.size(); from += size) {
            List<Integer> indices = order.subList(from, Math.min(from + size, order.size()));
            runner.run(
                    call(
                            indices.stream().map(places::get).toList(),
                            rows,
                            blocks,
                            keep.isEmpty()
                                    ? new long[0]
                                    : indices.stream()
                                            .mapToLong(i -> keep.get(i).handle())
                                            .toArray()),
                    indices);
        }
    }

    /** Indices of the places, those of one stem together, the shorter own spans first. */
    private static List<Integer> sortedByStem(List<Place> places) {
        Map<List<SpanKey>, Integer> stems = new HashMap<>();
        int[] stemOf = new int[places.size()];
        List<Integer> order = new ArrayList<>(places.size());
        for (int i = 0; i < stemOf.length; i++) {
            int next = stems.size();
            stemOf[i] = stems.computeIfAbsent(places.get(i).stemSpans(), spans -> next);
            order.add(i);
        }
        order.sort(Comparator.<Integer>comparingInt(i -> stemOf[i])
                .thenComparingInt(i -> places.get(i).ownRows()));
        return order;
    }

    private LinkCall call(List<Place> places, LinkRows rows, Map<BlockKey, Block> blocks, long[] keep) {
        int prompts = places.size();
        List<Place> stems = new ArrayList<>(); // one place of each
        List<Long> ends = new ArrayList<>();
        for (int b = 0; b < prompts; b++) {
            if (b + 1 == prompts
                    || !places.get(b).stemSpans().equals(places.get(b + 1).stemSpans())) {
                stems.add(places.get(b));
                ends.add(b + 1L);
            }
        }
        List<Long> stemSpans = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        for (int s = 0; s < places.get(0).stemSpans().size(); s++) {
            for (Place stem : stems) {
                stemSpans.add(handle(blocks, stem.stemSpans().get(s)));
                starts.add((long) stem.context().distance(s, stem.span()));
            }
        }
        List<Long> stemTexts = new ArrayList<>();
        for (Place stem : stems) {
            StemKey key = stem.stem();
            if (key != null) {
                stemTexts.add(handle(blocks, key));
            }
        }
        List<Long> own = new ArrayList<>();
        for (Place place : places) {
            SpanKey key = place.own();
            if (key != null) {
                own.add(handle(blocks, key));
            }
        }
        int longest = places.stream().mapToInt(Place::ownRows).max().orElse(0);
        long gathered = prompts * (long) (places.get(0).stemRows() + longest + rows.size());
        return new LinkCall(
                rows,
                prompts,
                toArray(ends),
                toArray(stemTexts),
                toArray(stemSpans),
                toArray(starts),
                toArray(own),
                places.stream().mapToLong(Place::ownRows).toArray(),
                keep,
                sizes.layersAtOnce(gathered));
    }

    private static long handle(Map<BlockKey, Block> blocks, BlockKey key) {
        Block block = blocks.get(key);
        if (block == null) {
            throw new IllegalStateException("a block is used that was not pinned");
        }
        return block.handle();
    }

    private static long[] toArray(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
