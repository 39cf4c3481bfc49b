package dev.tagstream.console.state;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A distribution of numbers whose range nobody knows before: equal bins that begin narrow and are merged in pairs, so that all that came
 * fits into {@link ConsoleLimits#BINS}. What the bins are does not depend on the order in which numbers come, except that the first sets how
 * narrow they begin.
 */
public final class ScoreBins {
    /** The first bin is about this part of the first number. */
    private static final int FIRST_BITS = 10;

    /** Numbers below it in size begin with bins as if they were as large. */
    private static final double SMALL = 1e-9;

    /** Above it a bin's number is not exact in a double. */
    private static final double MANY = 1L << 50;

    /**
     * Bins side by side.
     *
     * @param low where the first begins
     */
    public record Bins(double low, double width, List<Long> counts) {
        public Bins {
            counts = List.copyOf(counts);
        }
    }

    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private double width; // a power of two

    /** @param value at most 1e100 in size */
    void add(double value) {
        if (counts.isEmpty()) {
            width = Math.scalb(1.0, Math.getExponent(Math.max(Math.abs(value), SMALL)) - FIRST_BITS);
        }
        while (Math.abs(value / width) > MANY || !fits(number(value))) {
            widen();
        }
        counts.merge(number(value), 1L, Long::sum);
    }

    private long number(double value) {
        return (long) Math.floor(value / width);
    }

    private boolean fits(long number) {
        return counts.isEmpty()
                || Math.max(counts.lastKey(), number) - Math.min(counts.firstKey(), number) < ConsoleLimits.BINS;
    }

    private void widen() {
        width *= 2;
        TreeMap<Long, Long> narrow = new TreeMap<>(counts);
        counts.clear();
        narrow.forEach((number, count) -> counts.merge(Math.floorDiv(number, 2L), count, Long::sum));
    }

    /** From the lowest that has something to the highest; none where nothing came. */
    public Bins bins() {
        if (counts.isEmpty()) {
            return new Bins(0, 1, List.of());
        }
        long first = counts.firstKey();
        return new Bins(
                first * width,
                width,
                LongStream.rangeClosed(first, counts.lastKey())
                        .mapToObj(number -> counts.getOrDefault(number, 0L))
                        .toList());
    }
}
