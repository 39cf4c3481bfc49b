package dev.tagstream.runtime.ops;

import dev.tagstream.common.intake.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * A value of one series.
 *
 * @param labels values of the metric's labels, in the catalogue's order
 */
public record Sample(List<String> labels, double value) {
    public Sample {
        labels = List.copyOf(labels);
    }

    /** Of a metric without labels. */
    public static List<Sample> only(double value) {
        return List.of(new Sample(List.of(), value));
    }

    /** Of a count; exact up to 2^53. */
    public static Sample of(long value, Object... labels) {
        return of((double) value, labels);
    }

    public static Sample of(double value, Object... labels) {
        return new Sample(List.of(labels).stream().map(String::valueOf).toList(), value);
    }

    /** Rejects by code and name of their reason. */
    public static List<Sample> rejects(Map<RejectReason, Long> byReason) {
        return byReason.entrySet().stream()
                .map(entry -> of(entry.getValue(), entry.getKey().code(), entry.getKey()))
                .toList();
    }
}
