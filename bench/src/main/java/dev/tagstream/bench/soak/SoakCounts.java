package dev.tagstream.bench.soak;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Which requests wait for an outcome, how long the others waited for theirs, and what came that nobody waits for. */
final class SoakCounts {
    private static final int DIGITS = 3;
    private static final long NANOS_A_MICRO = 1_000;

    private record Waiting(long since, Histogram latency) {}

    private final Map<String, Waiting> waiting = new HashMap<>(); // by request
    private final Histogram latency = new Histogram(DIGITS); // microseconds
    private final Histogram singleLatency = new Histogram(DIGITS); // likewise
    private long sent;
    private long predicted;
    private long rejected;
    private long doubled;

    /**
     * A request of the library.
     *
     * @param nanos by {@link System#nanoTime}
     */
    void sent(String request, long nanos) {
        waiting.put(request, new Waiting(nanos, latency));
        sent++;
    }

    /** A single molecule's. */
    void sentSingle(String request, long nanos) {
        waiting.put(request, new Waiting(nanos, singleLatency));
        sent++;
    }

    void predicted(String request, long nanos) {
        Waiting was = waiting.remove(request);
        if (was == null) {
            doubled++;
        } else {
            predicted++;
            was.latency().recordValue(Math.max(0, nanos - was.since()) / NANOS_A_MICRO);
        }
    }

    /** @param request null where the record could not be read */
    void rejected(@Nullable String request) {
        if (request == null || waiting.remove(request) == null) {
            doubled++;
        } else {
            rejected++;
        }
    }

    int waiting() {
        return waiting.size();
    }

    long answered() {
        return predicted + rejected;
    }

    long sent() {
        return sent;
    }

    long predicted() {
        return predicted;
    }

    long rejected() {
        return rejected;
    }

    /** Outcomes of requests that had one, or were never sent. */
    long doubled() {
        return doubled;
    }

    /** From submission to prediction, in microseconds. */
    Histogram latency() {
        return latency;
    }

    /** The same of single molecules. */
    Histogram singleLatency() {
        return singleLatency;
    }
}
