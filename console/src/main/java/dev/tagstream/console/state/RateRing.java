package dev.tagstream.console.state;

import java.time.Duration;
import java.util.Arrays;

/** Counts events in equal spans of time and forgets those that are older than its spans. Time comes from outside, in milliseconds. */
public final class RateRing {
    private final long spanMillis;
    private final long[] counts; // of span i at i modulo length
    private long newest = Long.MIN_VALUE; // span of the latest count, from 1970 on

    /** @param spans how many are kept, the one that is not over yet beside them */
    public RateRing(Duration span, int spans) {
        this.spanMillis = span.toMillis();
        this.counts = new long[spans + 1];
    }

    /** Counts events at a time; those from the future, as by a clock that is ahead, as of now. */
    void add(long at, long now, long events) {
        moveTo(now);
        long span = Math.floorDiv(Math.min(at, now), spanMillis);
        if (span > newest - counts.length) {
            counts[place(span)] += events;
        }
    }

    private void moveTo(long now) {
        long span = Math.floorDiv(now, spanMillis);
        if (newest == Long.MIN_VALUE || span - newest >= counts.length) {
            Arrays.fill(counts, 0);
            newest = span;
        }
        while (newest < span) {
            newest++;
            counts[place(newest)] = 0;
        }
    }

    private int place(long span) {
        return (int) Math.floorMod(span, (long) counts.length);
    }

    /** Of each span that is over, the oldest first. */
    public long[] over(long now) {
        moveTo(now);
        long[] over = new long[counts.length - 1];
        for (int i = 0; i < over.length; i++) {
            over[i] = counts[place(newest - over.length + i)];
        }
        return over;
    }

    /** Of the span that is not over yet. */
    public long running(long now) {
        moveTo(now);
        return counts[place(newest)];
    }

    /** When the last span that is over ended. */
    public long end(long now) {
        return Math.floorDiv(now, spanMillis) * spanMillis;
    }

    /** Events a second over all that is kept; where they began later than that, since then. */
    public double perSecond(long now, long began) {
        moveTo(now);
        long kept = (newest - counts.length + 1) * spanMillis;
        double seconds = Math.max(1, (now - Math.max(kept, began)) / 1000.0);
        return Arrays.stream(counts).sum() / seconds;
    }

    public Duration span() {
        return Duration.ofMillis(spanMillis);
    }
}
