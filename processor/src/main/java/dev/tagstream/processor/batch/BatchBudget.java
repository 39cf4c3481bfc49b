package dev.tagstream.processor.batch;

import java.time.Duration;

/**
 * When one engine's batch is full or due, and how much goes into it: pure functions, without a clock.
 *
 * <p>After an overflow of the device's memory the ceilings lie at half of what did not fit. They rise again, twofold, after every
 * {@value #RECOVER_AFTER} batches in a row that fitted: what took the memory may be gone, and trying costs one failed batch in so many.
 *
 * @param policy as configured
 * @param cost what batches cost this engine
 * @param tokenCeiling tokens a batch may hold now, at most those of the policy
 * @param byteCeiling bytes a batch's spans may take now, at most those of the policy
 * @param fitted batches in a row that fitted since a ceiling was last moved
 */
public record BatchBudget(BatchPolicy policy, CostModel cost, int tokenCeiling, long byteCeiling, int fitted) {
    static final int RECOVER_AFTER = 256;

    /** What any batch costs, such as reading the model's weights, is to be a fifth of its time at most. */
    private static final double OWN_COSTS = 5;

    /** But a batch is no longer than so many times the target: what any batch costs is the least certain of what was measured. */
    private static final double LONGEST = 4;

    private static final double NANOS = 1e9;

    public static BatchBudget of(BatchPolicy policy) {
        return new BatchBudget(policy, CostModel.FREE, policy.maxTokens(), policy.maxBytes(), 0);
    }

    /** Whether nothing is gained by waiting for more. */
    boolean isFull(BatchSize waiting) {
        return waiting.tokens() >= tokenCeiling
                || cost.bytes(waiting) >= byteCeiling
                || cost.seconds(waiting) >= targetSeconds();
    }

    /** How long until the oldest of what waits is due on an idle engine; zero if it is. */
    Duration delay(Duration oldestAge) {
        Duration left = policy.maxAge().minus(oldestAge);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether a batch may hold this much. One task always goes, so that what is over every budget is scored alone rather than never. */
    boolean allows(BatchSize batch) {
        return batch.tasks() <= 1
                || (batch.tokens() <= tokenCeiling
                        && cost.bytes(batch) <= byteCeiling
                        && cost.seconds(batch) <= targetSeconds());
    }

    private double targetSeconds() {
        double target = policy.target().toNanos() / NANOS;
        return Math.min(LONGEST * target, Math.max(target, OWN_COSTS * cost.secondsOfAny()));
    }

    /** The budget after a batch did not fit into the device's memory: half of that, or less. */
    BatchBudget afterOverflow(BatchSize failed) {
        long halfOfTokens = Math.max(1, Math.min(tokenCeiling, failed.tokens() / 2));
        double bytes = cost.bytes(failed);
        long halfOfBytes = bytes > 0 ? Math.max(1, Math.min(byteCeiling, (long) (bytes / 2))) : byteCeiling;
        return new BatchBudget(policy, cost, Math.toIntExact(halfOfTokens), halfOfBytes, 0);
    }

    /** The budget after a batch that fitted and kept the engine for so many seconds. */
    BatchBudget afterSuccess(BatchSize batch, double seconds) {
        CostModel corrected = cost.corrected(batch, seconds);
        if (!isLowered()) {
            return withCost(corrected);
        }
        return fitted + 1 < RECOVER_AFTER
                ? new BatchBudget(policy, corrected, tokenCeiling, byteCeiling, fitted + 1)
                : new BatchBudget(policy, corrected, doubled(tokenCeiling), doubled(byteCeiling), 0);
    }

    boolean isLowered() {
        return tokenCeiling < policy.maxTokens() || byteCeiling < policy.maxBytes();
    }

    private int doubled(int tokens) {
        return (int) Math.min(policy.maxTokens(), 2L * tokens);
    }

    private long doubled(long bytes) {
        return bytes > policy.maxBytes() / 2 ? policy.maxBytes() : 2 * bytes;
    }

    BatchBudget withCost(CostModel other) {
        return new BatchBudget(policy, other, tokenCeiling, byteCeiling, fitted);
    }
}
