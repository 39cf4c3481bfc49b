package dev.tagstream.model.engine;

import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.model.prompt.BlockKey;
import dev.tagstream.model.prompt.Link;
import dev.tagstream.model.prompt.SpanKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs rows behind spans of many prompts: links with the same prefix beside each other, in calls of a size that suits the device.
 */
final class Linker {
    private final LlamaProgram program;
    private final CallSizes sizes;
    private final int width;

    /** Told the hidden states (R, d) behind one link, which begin at {@code from}. */
    interface Reader {
        void read(int link, float[] hidden, int from);
    }

    /** Told a call and the indices of its links, in its order. */
    interface Runner {
        void run(LinkCall call, List<Integer> indices);
    }

    Linker(LlamaProgram program, CallSizes sizes, int width) {
        this.program = program;
        this.sizes = sizes;
        this.width = width;
    }

    /**
     * Runs the same rows behind links of one skeleton and one place in it.
     *
     * @param blocks pinned blocks, by key
     * @param keep blocks to keep the prefixes in that these rows end, one for each link; empty where they end none
     */
    void run(List<Link> links, LinkRows rows, Map<BlockKey, Block> blocks, List<Block> keep, Reader reader) {
        int size = rows.read().length * width;
        inCalls(links, rows, blocks, keep, (call, indices) -> {
            float[] hidden = program.link(call); // (B, R, d)
            for (int b = 0; b < indices.size(); b++) {
                reader.read(indices.get(b), hidden, b * size);
            }
        });
    }

    /** Splits the same rows behind links into calls; see {@link #run}. */
    void inCalls(List<Link> links, LinkRows rows, Map<BlockKey, Block> blocks, List<Block> keep, Runner runner) {
        List<Integer> order = sortedByPrefix(links);
        int size = sizes.prompts(rows.size());
        for (int from = 0; from < order.size(); from += size) {
            List<Integer> indices = order.subList(from, Math.min(from + size, order.size()));
            List<Block> kept =
                    keep.isEmpty() ? keep : indices.stream().map(keep::get).toList();
            runner.run(call(indices.stream().map(links::get).toList(), rows, blocks, kept), indices);
        }
    }

    /** Indices of the links, those of one prefix together, the shorter own spans first. */
    private static List<Integer> sortedByPrefix(List<Link> links) {
        Map<List<SpanKey>, Integer> prefixes = new HashMap<>();
        int[] prefixOf = new int[links.size()];
        List<Integer> order = new ArrayList<>(links.size());
        for (int i = 0; i < prefixOf.length; i++) {
            int next = prefixes.size();
            prefixOf[i] = prefixes.computeIfAbsent(links.get(i).prefixSpans(), spans -> next);
            order.add(i);
        }
        order.sort(Comparator.<Integer>comparingInt(i -> prefixOf[i])
                .thenComparingInt(i -> links.get(i).spanRows()));
        return order;
    }

    private LinkCall call(List<Link> links, LinkRows rows, Map<BlockKey, Block> blocks, List<Block> keep) {
        List<Link> prefixes = new ArrayList<>(); // one link behind each
        List<Integer> ends = new ArrayList<>();
        for (int b = 1; b <= links.size(); b++) {
            Link link = links.get(b - 1);
            if (b == links.size() || !link.prefixSpans().equals(links.get(b).prefixSpans())) {
                prefixes.add(link);
                ends.add(b);
            }
        }
        List<Block> spans = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (int s = 0; s < links.get(0).prefixSpans().size(); s++) {
            for (Link link : prefixes) {
                spans.add(block(blocks, link.prefixSpans().get(s)));
                starts.add(link.starts().get(s));
            }
        }
        int longest = links.stream().mapToInt(Link::spanRows).max().orElse(0);
        long gathered = links.size() * (long) (links.get(0).prefixTextRows() + longest + rows.size());
        return new LinkCall(
                rows,
                toArray(ends),
                handles(present(prefixes, Link::prefix, blocks)),
                handles(spans),
                toArray(starts),
                handles(present(links, Link::key, blocks)),
                links.stream().mapToLong(Link::spanRows).toArray(),
                handles(keep),
                sizes.layersAtOnce(gathered));
    }

    /** Blocks of what links have, or none if they have none. */
    private static List<Block> present(
            List<Link> links, Function<Link, @Nullable BlockKey> keyOf, Map<BlockKey, Block> blocks) {
        List<Block> present = new ArrayList<>();
        for (Link link : links) {
            BlockKey key = keyOf.apply(link);
            if (key != null) {
                present.add(block(blocks, key));
            }
        }
        return present;
    }

    private static Block block(Map<BlockKey, Block> blocks, BlockKey key) {
        Block block = blocks.get(key);
        if (block == null) {
            throw new IllegalStateException("a block is used that was not pinned");
        }
        return block;
    }

    private static long[] handles(List<Block> blocks) {
        return blocks.stream().mapToLong(Block::handle).toArray();
    }

    private static long[] toArray(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
