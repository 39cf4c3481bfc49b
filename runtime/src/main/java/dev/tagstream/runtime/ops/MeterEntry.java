package dev.tagstream.runtime.ops;

import java.util.List;

/**
 * What the catalogue says of one metric.
 *
 * @param id Micrometer's name, with dots
 * @param unit what it counts in, for instance {@code records}
 * @param doc one sentence for a person
 * @param labels names of its labels, in the order in which their values are given
 */
public record MeterEntry(String id, MeterKind kind, String unit, String doc, List<String> labels) {
    public MeterEntry {
        labels = List.copyOf(labels);
    }

    public MeterEntry(String id, MeterKind kind, String unit, String doc, String... labels) {
        this(id, kind, unit, doc, List.of(labels));
    }

    /** The name in Prometheus; a histogram adds {@code _bucket}, {@code _count}, {@code _sum} and {@code _max}. */
    public String exported() {
        return id.replace('.', '_') + kind.suffix();
    }
}
