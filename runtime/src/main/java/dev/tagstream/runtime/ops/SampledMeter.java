package dev.tagstream.runtime.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A gauge or counter whose series come and go with what the service has. Not safe for several threads. */
final class SampledMeter {
    private final CatalogueMeter meter;
    private final Supplier<List<Sample>> samples;
    private final MeterRegistry registry;
    private final Map<List<String>, Series> series = new HashMap<>(); // by values of the labels

    private static final class Series {
        private volatile double value;
        private final Meter registered;

        private Series(CatalogueMeter meter, List<Tag> tags, MeterRegistry registry) {
            this.registered = meter.kind() == MeterKind.COUNTER
                    ? FunctionCounter.builder(meter.id(), this, it -> it.value)
                            .description(meter.doc())
                            .tags(tags)
                            .register(registry)
                    : Gauge.builder(meter.id(), this, it -> it.value)
                            .description(meter.doc())
                            .tags(tags)
                            .register(registry);
        }
    }

    SampledMeter(CatalogueMeter meter, Supplier<List<Sample>> samples, MeterRegistry registry) {
        this.meter = meter;
        this.samples = samples;
        this.registry = registry;
    }

    void read() {
        Set<List<String>> gone = new HashSet<>(series.keySet());
        for (Sample sample : samples.get()) {
            gone.remove(sample.labels());
            series(sample.labels()).value = sample.value();
        }
        for (List<String> labels : gone) {
            registry.remove(series(labels).registered);
            series.remove(labels);
        }
    }

    private Series series(List<String> labels) {
        return series.computeIfAbsent(labels, any -> new Series(meter, ServiceMetrics.tags(meter, labels), registry));
    }
}
