package dev.tagstream.model.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which spans the program holds, and which to forget: least recently used first, never one that a batch is using. The keys and
 * values themselves live in the program, under the handles given out here.
 *
 * <p>Assumes one thread. Guarantees that after {@link #release} the bytes held are within the bound, or nothing is held.
 */
final class SpanCache {
    private final long capacityBytes;
    private final Map<SpanKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<SpanKey, Entry> inUse = new HashMap<>();
    private long bytes;
    private long nextHandle;
    private long hits;
    private long misses;

    private record Entry(long handle, long bytes) {}

    SpanCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes a span into use; false if the program does not hold it yet and it must be {@link #add}ed. */
    boolean acquire(SpanKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            misses++;
            return false;
        }
        hits++;
        inUse.put(key, entry);
        return true;
    }

    /** A handle for a span of {@code spanBytes} that is about to be encoded, in use from now on. */
    long add(SpanKey key, long spanBytes) {
        Entry entry = new Entry(nextHandle++, spanBytes);
        entries.put(key, entry);
        inUse.put(key, entry);
        bytes += spanBytes;
        return entry.handle();
    }

    /** Handle of a span in use. */
    long handle(SpanKey key) {
        Entry entry = inUse.get(key);
        if (entry == null) {
            throw new IllegalStateException("a span is used that was not acquired");
        }
        return entry.handle();
    }

    /** Ends the use of all spans; returns the handles the program should forget. */
    long[] release() {
        inUse.clear();
        List<Long> dropped = new ArrayList<>();
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (bytes > capacityBytes && oldestFirst.hasNext()) {
            Entry entry = oldestFirst.next();
            oldestFirst.remove();
            bytes -= entry.bytes();
            dropped.add(entry.handle());
        }
        return dropped.stream().mapToLong(Long::longValue).toArray();
    }

    /** Forgets spans that were added but never encoded; returns their handles, some of which the program may hold. */
    long[] remove(List<SpanKey> keys) {
        return keys.stream()
                .map(key -> {
                    inUse.remove(key);
                    return entries.remove(key);
                })
                .filter(entry -> entry != null)
                .mapToLong(entry -> {
                    bytes -= entry.bytes();
                    return entry.handle();
                })
                .toArray();
    }

    SpanCacheFigures figures() {
        return new SpanCacheFigures(entries.size(), bytes, hits, misses);
    }
}
