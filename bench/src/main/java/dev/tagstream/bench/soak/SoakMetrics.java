package dev.tagstream.bench.soak;

import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * What a soak looks for in a processor's {@code /metrics}.
 *
 * @param heapBytes of Java, what waits for the collector included
 * @param cacheBytes keys and values of cached spans
 * @param pending requests read and not answered
 * @param largestBatch tasks of the largest batch within the last minutes
 */
record SoakMetrics(double heapBytes, double cacheBytes, long pending, long largestBatch) {
    /** @param page in Prometheus' text format */
    static SoakMetrics of(String page) {
        return new SoakMetrics(
                values(page, "jvm_memory_used_bytes", line -> line.contains("area=\"heap\""))
                        .sum(),
                values(page, "tagstream_span_cache_bytes", any -> true).sum(),
                (long) values(page, "tagstream_pending", any -> true).sum(),
                (long) values(page, "tagstream_batch_tasks_max", any -> true)
                        .max()
                        .orElse(0));
    }

    private static DoubleStream values(String page, String name, Predicate<String> wanted) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
