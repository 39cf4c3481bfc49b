package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.BlockKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which blocks of keys and values the program holds, and which to forget: for each domain by itself, least recently used first, never
 * one that a batch has pinned. The keys and values themselves live in the program, under the handles given out here.
 *
 * <p>May be called from any thread. Guarantees that after {@link #unpin} a domain's bytes are within its bound, or all that is held is
 * pinned.
 */
final class SpanCache {
    private final SpanCacheBounds bounds;
    private final Map<String, Shelf> shelves = new TreeMap<>(); // by domain
    private long nextHandle;

    /** A block and its place in the program. */
    static final class Block {
        private final BlockKey key;
        private final long handle;
        private final long bytes;
        private int pins;
        private boolean held;

        private Block(BlockKey key, long handle, long bytes) {
            this.key = key;
            this.handle = handle;
            this.bytes = bytes;
        }

        BlockKey key() {
            return key;
        }

        long handle() {
            return handle;
        }

        long bytes() {
            return bytes;
        }
    }

    private static final class Shelf {
        private final Map<BlockKey, Block> blocks = new LinkedHashMap<>(16, 0.75f, true); // least recently used first
        private long bytes;
        private long hits;
        private long misses;
    }

    SpanCache(SpanCacheBounds bounds) {
        this.bounds = bounds;
    }

    /** Takes a block into use until {@link #unpin}. A new one has a handle but is not held before somebody says so. */
    synchronized Block pin(BlockKey key, long bytes) {
        Shelf shelf = shelves.computeIfAbsent(key.domain(), domain -> new Shelf());
        Block block = shelf.blocks.get(key);
        if (block == null) {
            shelf.misses++;
            block = new Block(key, nextHandle++, bytes);
            shelf.blocks.put(key, block);
            shelf.bytes += bytes;
        } else {
            shelf.hits++;
        }
        block.pins++;
        return block;
    }

    /** Whether the program holds the block. */
    synchronized boolean isHeld(Block block) {
        return block.held;
    }

    /** Says that the program holds these from now on. */
    synchronized void markHeld(Collection<Block> blocks) {
        blocks.forEach(block -> block.held = true);
    }

    /** Ends a batch's use of its blocks, each pinned once; returns the handles the program should forget. */
    synchronized long[] unpin(Collection<Block> blocks) {
        for (Block block : blocks) {
            if (--block.pins == 0 && !block.held) {
                Shelf shelf = shelf(block);
                shelf.blocks.remove(block.key);
                shelf.bytes -= block.bytes;
            }
        }
        List<Long> dropped = new ArrayList<>();
        shelves.forEach((domain, shelf) -> evict(shelf, bounds.bytes(domain), dropped));
        return dropped.stream().mapToLong(Long::longValue).toArray();
    }

    private static void evict(Shelf shelf, long bound, List<Long> dropped) {
        Iterator<Block> oldestFirst = shelf.blocks.values().iterator();
        while (shelf.bytes > bound && oldestFirst.hasNext()) {
            Block block = oldestFirst.next();
            if (block.pins == 0) {
                oldestFirst.remove();
                shelf.bytes -= block.bytes;
                dropped.add(block.handle);
            }
        }
    }

    private Shelf shelf(Block block) {
        Shelf shelf = shelves.get(block.key.domain());
        if (shelf == null) {
            throw new IllegalStateException("a block is unpinned that was not pinned");
        }
        return shelf;
    }

    /** By domain, in the order of their names. */
    synchronized List<SpanCacheFigures> figures() {
        return shelves.entrySet().stream()
                .map(entry -> {
                    Shelf shelf = entry.getValue();
                    return new SpanCacheFigures(
                            entry.getKey(), shelf.blocks.size(), shelf.bytes, shelf.hits, shelf.misses);
                })
                .toList();
    }
}
