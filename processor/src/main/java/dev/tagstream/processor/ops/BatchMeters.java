package dev.tagstream.processor.ops;

import dev.tagstream.processor.batch.BatchListener;
import dev.tagstream.runtime.ops.ServiceMetrics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Writes down how full batches are and how long they take. */
public final class BatchMeters implements BatchListener {
    private record Engine(DistributionSummary tasks, DistributionSummary tokens, Timer time) {}

    private final Timer queueTime;
    private final List<Engine> engines;

    public BatchMeters(ServiceMetrics metrics, int engines) {
        this.queueTime = metrics.timer(ProcessorMeter.QUEUE_TIME);
        this.engines = IntStream.range(0, engines)
                .mapToObj(String::valueOf)
                .map(engine -> new Engine(
                        metrics.sizes(ProcessorMeter.BATCH_TASKS, engine),
                        metrics.sizes(ProcessorMeter.BATCH_TOKENS, engine),
                        metrics.timer(ProcessorMeter.ENGINE_TIME, engine)))
                .toList();
    }

    @Override
    public void taken(Duration waited) {
        queueTime.record(waited);
    }

    @Override
    public void scored(int engine, int tasks, long tokens, Duration took) {
        Engine meters = engines.get(engine);
        meters.tasks().record(tasks);
        meters.tokens().record((double) tokens);
        meters.time().record(took);
    }
}
