package dev.tagstream.runtime.ops;

/** How a number behaves, and what Prometheus adds to its name for that. */
public enum MeterKind {
    COUNTER("_total"),
    GAUGE(""),
    /** A histogram in seconds. */
    TIMER("_seconds"),
    /** A histogram of sizes. */
    SIZES("");

    private final String suffix;

    MeterKind(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** As the printed catalogue says it. */
    String told() {
        return switch (this) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER, SIZES -> "histogram";
        };
    }
}
