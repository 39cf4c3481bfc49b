package dev.tagstream.processor.batch;

import java.time.Duration;

/**
 * When a batch is due, and how much goes into it: pure functions, without a clock.
 *
 * @param maxTokens tokens of data a batch may hold; a batch is due as soon as this many wait
 * @param maxAge a batch is due as soon as the oldest task has waited this long
 */
public record BatchPolicy(int maxTokens, Duration maxAge) {
    public BatchPolicy {
        if (maxTokens < 1 || maxAge.isNegative()) {
            throw new IllegalArgumentException("a batch of %d tokens, %s old".formatted(maxTokens, maxAge));
        }
    }

    /** How long a batch is not yet due; zero if it is. */
    Duration delay(int waitingTokens, Duration oldestAge) {
        Duration left = maxAge.minus(oldestAge);
        return waitingTokens >= maxTokens || left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether the next of the waiting tasks goes into the batch too. The first always does, so that a task longer than the
     * budget is scored alone rather than never.
     */
    boolean takes(int nextTokens, int takenTokens) {
        return takenTokens == 0 || takenTokens + nextTokens <= maxTokens;
    }

    /** The policy after a batch of {@code failedTokens} did not fit into the device's memory: half of that, or less. */
    BatchPolicy afterOverflow(int failedTokens) {
        return new BatchPolicy(Math.max(1, Math.min(maxTokens, failedTokens / 2)), maxAge);
    }
}
