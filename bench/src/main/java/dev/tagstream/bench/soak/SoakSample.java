package dev.tagstream.bench.soak;

import java.util.Locale;

/**
 * A processor at one moment of a soak.
 *
 * @param seconds since the soak began
 * @param process memory, threads and files of its process
 * @param metrics what it says of itself
 * @param waiting requests sent and not answered, by the soak's own books
 * @param answered requests answered since the soak began
 */
record SoakSample(double seconds, ProcessLook process, SoakMetrics metrics, long waiting, long answered) {
    private static final double MB = 1e6;

    double residentBytes() {
        return process.residentBytes();
    }

    double heapBytes() {
        return metrics.heapBytes();
    }

    double cacheBytes() {
        return metrics.cacheBytes();
    }

    double threads() {
        return process.threads();
    }

    double openFiles() {
        return process.openFiles();
    }

    /** One line of the log. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%6.0f s  resident %.1f MB  heap %.1f MB  cache %.1f MB  threads %d  files %d  waiting %,d  pending %,d  answered %,d",
                seconds,
                residentBytes() / MB,
                heapBytes() / MB,
                cacheBytes() / MB,
                process.threads(),
                process.openFiles(),
                waiting,
                metrics.pending(),
                answered);
    }
}
