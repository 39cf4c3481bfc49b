package dev.tagstream.runtime.ops;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The metrics of one process. Histograms are written as things happen; everything else is read from the books the service keeps anyway,
 * and only when somebody asks.
 *
 * <p>Assumes: metrics are added before the first {@link #scrape}.
 *
 * <p>Guarantees: {@link #scrape} may be called from any thread, and one at a time reads the books.
 */
public final class ServiceMetrics implements AutoCloseable {
    private static final Duration[] TIMES = Stream.of(
                    1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** Powers of four. */
    private static final double[] SIZES =
            IntStream.rangeClosed(0, 10).mapToDouble(power -> 1L << (2 * power)).toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<SampledMeter> sampled = new ArrayList<>();

    /** To be looked up once, not for each event. */
    public Timer timer(CatalogueMeter meter, String... labels) {
        return Timer.builder(meter.id())
                .description(meter.doc())
                .tags(tags(meter, List.of(labels)))
                .serviceLevelObjectives(TIMES)
                .register(registry);
    }

    /** To be looked up once, not for each event. */
    public DistributionSummary sizes(CatalogueMeter meter, String... labels) {
        return DistributionSummary.builder(meter.id())
                .description(meter.doc())
                .tags(tags(meter, List.of(labels)))
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }

    /** @param samples all series there are when somebody asks; those that are gone are no longer exported */
    public void sampled(CatalogueMeter meter, Supplier<List<Sample>> samples) {
        sampled.add(new SampledMeter(meter, samples, registry));
    }

    /** Adds metrics that somebody else names. */
    public void bind(MeterBinder binder) {
        binder.bindTo(registry);
    }

    /** Adds Java's memory and threads and the process's open files, as Micrometer names them. */
    public void bindProcess() {
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new FileDescriptorMetrics())
                .forEach(this::bind);
    }

    /** Prometheus' text format. */
    public synchronized String scrape() {
        sampled.forEach(SampledMeter::read);
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    static List<Tag> tags(CatalogueMeter meter, List<String> values) {
        List<String> names = meter.labels();
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%s has labels %s, not as many as %s".formatted(meter.id(), names, values));
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> Tag.of(names.get(i), values.get(i)))
                .toList();
    }
}
