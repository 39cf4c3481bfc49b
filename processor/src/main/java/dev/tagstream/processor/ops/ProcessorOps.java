package dev.tagstream.processor.ops;

import dev.tagstream.console.Console;
import dev.tagstream.model.engine.EngineFigures;
import dev.tagstream.model.engine.SpanCacheFigures;
import dev.tagstream.processor.accounting.PartitionProgress;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.runtime.ops.Condition;
import dev.tagstream.runtime.ops.OpsResponse;
import dev.tagstream.runtime.ops.Routes;
import dev.tagstream.runtime.ops.Sample;
import dev.tagstream.runtime.ops.ServiceMetrics;
import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.ops.TagSamples;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What one processor tells over HTTP. */
public final class ProcessorOps {
    private final ProcessorHandles handles;
    private final ServiceMetrics metrics;
    private final BacklogReader backlog;

    private ProcessorOps(ProcessorHandles handles, ServiceMetrics metrics, BacklogReader backlog) {
        this.handles = handles;
        this.metrics = metrics;
        this.backlog = backlog;
    }

    /**
     * Starts to answer, before the processor is ready.
     *
     * @param metrics with what is measured already; closed with what is returned
     * @param kafka further settings of Kafka's clients, by their names
     * @param processorId the processor's {@code application.id}
     * @param console answered at the same port; closed with what is returned
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public static ServiceOps open(
            InetSocketAddress address,
            ProcessorHandles handles,
            ServiceMetrics metrics,
            String bootstrapServers,
            Map<String, Object> kafka,
            Topics topics,
            String processorId,
            Optional<Console> console) {
        BacklogReader backlog = new BacklogReader(
                bootstrapServers, kafka, BacklogReader.sources(topics, processorId), handles.counters());
        ProcessorOps ops = new ProcessorOps(handles, metrics, backlog);
        ops.addMeters();
        return new ServiceOps(
                address,
                metrics,
                handles.streams(),
                () -> List.of(ops.engine(), ops.tags()),
                ops::lag,
                console.map(Console::pages).orElse(Routes.NONE),
                () -> {
                    console.ifPresent(Console::close);
                    backlog.close();
                });
    }

    private void addMeters() {
        metrics.sampled(ProcessorMeter.BACKLOG, () -> backlog(Backlog.Partition::backlog));
        metrics.sampled(ProcessorMeter.LAG, () -> backlog(Backlog.Partition::lag));
        metrics.sampled(ProcessorMeter.PENDING, () -> books(PartitionProgress::pending));
        metrics.sampled(
                ProcessorMeter.OLDEST_AGE,
                () -> books(book -> Backlog.ageSeconds(book.oldestTimestamp(), Instant.now())));
        ScreeningCounters counters = handles.counters();
        metrics.sampled(ProcessorMeter.PREDICTIONS, () -> samples(counters.byFunction(), it -> it.predicted()));
        metrics.sampled(ProcessorMeter.PENDING_OUTCOMES, () -> samples(counters.byFunction(), it -> it.pending()));
        metrics.sampled(
                ProcessorMeter.SHADOW_PREDICTIONS, () -> samples(counters.shadowsByFunction(), it -> it.predicted()));
        metrics.sampled(ProcessorMeter.SHADOW_FAILURES, () -> samples(counters.shadowsByFunction(), it -> it.failed()));
        metrics.sampled(ProcessorMeter.REJECTED, () -> Sample.rejects(counters.rejectedByReason()));
        metrics.sampled(ProcessorMeter.UNSPELLED, () -> Sample.only((double) counters.unspelledMolecules()));
        metrics.sampled(
                ProcessorMeter.QUEUE_TASKS, () -> Sample.only(handles.batcher().waiting()));
        metrics.sampled(
                ProcessorMeter.BATCH_TOKEN_BUDGET,
                () -> Sample.only(handles.batcher().tokenBudget()));
        addEngineMeters();
        metrics.sampled(ProcessorMeter.TAG_VERSION, () -> TagSamples.versions(handles.tagRegistry()));
        metrics.sampled(ProcessorMeter.TAG_REFUSALS, () -> TagSamples.refusals(handles.tagRegistry()));
    }

    private void addEngineMeters() {
        metrics.sampled(
                ProcessorMeter.ENGINE_ROWS,
                () -> engines((engine, figures) -> Stream.of(
                        Sample.of(figures.encodedRows(), engine, "encoded"),
                        Sample.of(figures.tailRows(), engine, "tail"))));
        metrics.sampled(
                ProcessorMeter.ENGINE_FLOPS,
                () -> engines((engine, figures) -> Stream.of(Sample.of(figures.flops(), engine))));
        metrics.sampled(ProcessorMeter.ENGINE_PEAK, () -> IntStream.range(
                        0, handles.peaks().size())
                .mapToObj(engine -> Sample.of(handles.peaks().get(engine).flopsPerSecond(), engine))
                .toList());
        metrics.sampled(ProcessorMeter.CACHE_HITS, () -> caches(SpanCacheFigures::hits));
        metrics.sampled(ProcessorMeter.CACHE_MISSES, () -> caches(SpanCacheFigures::misses));
        metrics.sampled(ProcessorMeter.CACHE_BYTES, () -> caches(SpanCacheFigures::bytes));
    }

    private interface EngineSamples {
        Stream<Sample> of(int engine, EngineFigures figures);
    }

    private List<Sample> engines(EngineSamples samples) {
        return IntStream.range(0, handles.scorers().size())
                .boxed()
                .flatMap(engine ->
                        samples.of(engine, handles.scorers().get(engine).figures()))
                .toList();
    }

    private List<Sample> caches(ToDoubleFunction<SpanCacheFigures> value) {
        return engines((engine, figures) -> figures.spanDomains().stream()
                .map(domain -> Sample.of(value.applyAsDouble(domain), engine, domain.domain())));
    }

    private List<Sample> backlog(ToDoubleFunction<Backlog.Partition> value) {
        return backlog.read().stream()
                .flatMap(known -> known.partitions().stream())
                .map(partition -> Sample.of(value.applyAsDouble(partition), partition.lane(), partition.id()))
                .toList();
    }

    private List<Sample> books(ToDoubleFunction<PartitionProgress> value) {
        return handles.counters().partitions().entrySet().stream()
                .map(entry -> Sample.of(
                        value.applyAsDouble(entry.getValue()),
                        entry.getKey().lane(),
                        entry.getKey().partition()))
                .toList();
    }

    private static <K, T> List<Sample> samples(Map<K, T> byLabel, ToDoubleFunction<T> value) {
        return byLabel.entrySet().stream()
                .map(entry -> Sample.of(value.applyAsDouble(entry.getValue()), entry.getKey()))
                .toList();
    }

    private Condition engine() {
        boolean ready = handles.batcher().isReady();
        return new Condition("engine", ready, ready ? "warm" : "not warm, or stopped");
    }

    /** Without a function tag every request would be refused. */
    private Condition tags() {
        TagSet tags = handles.tags().current();
        List<String> functions =
                tags.functions().stream().map(tag -> told(tag.id())).toList();
        return new Condition(
                "tags",
                !functions.isEmpty(),
                functions.isEmpty() ? "no function tag is loaded" : String.join(", ", functions));
    }

    private static String told(TagId id) {
        return "%s version %d".formatted(id.name(), id.version());
    }

    private OpsResponse lag() {
        Function<Backlog, OpsResponse> told = known -> OpsResponse.json(known.json());
        return backlog.read().map(told).orElseGet(() -> OpsResponse.unavailable("the brokers give no answer"));
    }
}
