package dev.tagstream.processor.batch;

import java.time.Duration;

/**
 * What a batch may hold and how long it may fill.
 *
 * @param maxTokens tokens of data a batch may hold
 * @param maxBytes bytes of keys and values a batch's distinct spans may take
 * @param target about how long a batch may keep an engine
 * @param maxAge a batch is due as soon as the engine is idle and the oldest task has waited this long
 */
public record BatchPolicy(int maxTokens, long maxBytes, Duration target, Duration maxAge) {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    public BatchPolicy {
        if (maxTokens < 1 || maxBytes < 1 || target.isNegative() || target.isZero() || maxAge.isNegative()) {
            throw new IllegalArgumentException(
                    "a batch of %d tokens, %d bytes, %s, %s old".formatted(maxTokens, maxBytes, target, maxAge));
        }
    }

    /** Bounded by tokens alone. */
    public BatchPolicy(int maxTokens, Duration maxAge) {
        this(maxTokens, Long.MAX_VALUE, FOREVER, maxAge);
    }
}
