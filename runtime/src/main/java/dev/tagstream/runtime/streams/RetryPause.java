package dev.tagstream.runtime.streams;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses between attempts at something outside this process, each twice as long as the last, up to a bound. */
public final class RetryPause {
    private final Duration first;
    private final Duration longest;
    private final CountDownLatch closing = new CountDownLatch(1);

    public RetryPause(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** How long to pause after so many failures in a row, counted from 1. */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Pauses; false, and at once, if the process is closing and there is no point in another attempt. */
    public boolean pause(int failures) {
        try {
            return !closing.await(after(failures).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends all pauses, now and later. */
    public void close() {
        closing.countDown();
    }
}
