package dev.tagstream.bench.soak;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What must not grow while a processor works, and by how much it may and still count as flat. */
enum SoakFigure {
    RESIDENT_BYTES("residentBytes", SoakSample::residentBytes, 0.05, 0),
    /** Between collections it goes up and down, so medians are less certain. */
    HEAP_BYTES("heapBytes", SoakSample::heapBytes, 0.10, 0),
    CACHE_BYTES("cacheBytes", SoakSample::cacheBytes, 0.05, 0),
    THREADS("threads", SoakSample::threads, 0, 4),
    OPEN_FILES("openFiles", SoakSample::openFiles, 0, 8);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // reads a record
    private final ToDoubleFunction<SoakSample> value;

    private final double share;
    private final double more;

    SoakFigure(String label, ToDoubleFunction<SoakSample> value, double share, double more) {
        this.label = label;
        this.value = value;
        this.share = share;
        this.more = more;
    }

    /** Its name in the report. */
    String label() {
        return label;
    }

    Trend trend(List<SoakSample> samples) {
        return Trend.of(samples, SoakSample::seconds, value);
    }

    /** How much it may grow. */
    double allowed(Trend trend) {
        return Math.max(share * trend.first(), more);
    }

    boolean isFlat(Trend trend) {
        return trend.growth() <= allowed(trend);
    }
}
