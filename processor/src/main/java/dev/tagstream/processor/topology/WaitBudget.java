package dev.tagstream.processor.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The time one stream thread may spend waiting for room between two punctuations: a small part of the transaction timeout,
 * shared by all its tasks, so that a full queue slows reading down but never keeps a transaction open for long.
 */
final class WaitBudget {
    /** Outcomes that arrive meanwhile are forwarded this often. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final Duration size;
    private final LongSupplier nanoClock;
    private Duration left;

    WaitBudget(Duration size, LongSupplier nanoClock) {
        this.size = size;
        this.nanoClock = nanoClock;
        this.left = size;
    }

    /** Lets {@code waiting} wait for one slice at most and takes from the budget what it used. */
    boolean spend(Predicate<Duration> waiting) {
        long start = nanoClock.getAsLong();
        boolean done = waiting.test(left.compareTo(SLICE) < 0 ? left : SLICE);
        left = left.minusNanos(nanoClock.getAsLong() - start);
        return done;
    }

    boolean isSpent() {
        return left.isNegative() || left.isZero();
    }

    void refill() {
        left = size;
    }
}
