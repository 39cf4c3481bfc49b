package dev.tagstream.model.engine;

import java.util.Map;

/**
 * How many bytes of keys and values the span cache may hold between batches, for each domain by itself: a library of molecules must
 * not push out the few proteins it is screened against.
 *
 * @param defaultBytes bound of a domain that has none of its own
 * @param byDomain bounds of their own
 */
public record SpanCacheBounds(long defaultBytes, Map<String, Long> byDomain) {
    public SpanCacheBounds {
        byDomain = Map.copyOf(byDomain);
        byDomain.forEach(SpanCacheBounds::check);
        check("any domain", defaultBytes);
    }

    /** The same bound for every domain. */
    public static SpanCacheBounds each(long bytes) {
        return new SpanCacheBounds(bytes, Map.of());
    }

    long bytes(String domain) {
        return byDomain.getOrDefault(domain, defaultBytes);
    }

    private static void check(String domain, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("span cache of %s is %d bytes".formatted(domain, bytes));
        }
    }
}
