package dev.tagstream.processor.ops;

import dev.tagstream.console.Console;
import dev.tagstream.model.engine.EngineFigures;
import dev.tagstream.model.engine.SpanCacheFigures;
import dev.tagstream.processor.topology.PartitionBook;
import dev.tagstream.processor.topology.ScreeningCounters;
import dev.tagstream.runtime.ops.Answer;
import dev.tagstream.runtime.ops.Condition;
import dev.tagstream.runtime.ops.MeterBoard;
import dev.tagstream.runtime.ops.OpsPages;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.runtime.ops.Sample;
import dev.tagstream.runtime.streams.TagStatus;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** Answers over HTTP how one processor stands. */
public final class ProcessorOps implements AutoCloseable {
    private static final Set<KafkaStreams.State> FAILED =
            Set.of(KafkaStreams.State.PENDING_ERROR, KafkaStreams.State.ERROR);

    private final ProcessorSubject subject;
    private final MeterBoard board;
    private final BacklogReader backlog;
    private final List<KafkaStreamsMetrics> streamsMetrics; // one for each lane
    private final Optional<Console> console;
    private final OpsServer server;

    /**
     * Starts to answer, before the processor is ready.
     *
     * @param board with what is measured already; closed with this
     * @param kafka further settings of Kafka's clients, by their names
     * @param processorId the processor's {@code application.id}
     * @param console answered at the same port; closed with this
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public ProcessorOps(
            InetSocketAddress address,
            ProcessorSubject subject,
            MeterBoard board,
            String bootstrapServers,
            Map<String, Object> kafka,
            Topics topics,
            String processorId,
            Optional<Console> console) {
        this.console = console;
        this.subject = subject;
        this.board = board;
        this.backlog = new BacklogReader(
                bootstrapServers, kafka, BacklogReader.sources(topics, processorId), subject.counters());
        this.streamsMetrics =
                subject.streams().stream().map(KafkaStreamsMetrics::new).toList();
        addMeters();
        streamsMetrics.forEach(board::bind);
        board.bindProcess();
        try {
            this.server = OpsServer.open(
                    address,
                    OpsPages.of(Map.of(
                                    "/metrics", () -> Answer.metrics(board.scrape()),
                                    "/health/live", () -> Answer.health(List.of(alive())),
                                    "/health/ready", () -> Answer.health(List.of(engine(), tags(), streams())),
                                    "/lag", this::lag))
                            .and(console.map(Console::pages).orElse(OpsPages.NONE)));
        } catch (RuntimeException e) {
            closeReaders();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    private void addMeters() {
        board.sampled(ProcessorMeter.BACKLOG, () -> backlog(Backlog.Partition::backlog));
        board.sampled(ProcessorMeter.LAG, () -> backlog(Backlog.Partition::lag));
        board.sampled(ProcessorMeter.PENDING, () -> books(PartitionBook::pending));
        board.sampled(
                ProcessorMeter.OLDEST_AGE,
                () -> books(book -> Backlog.ageSeconds(book.oldestTimestamp(), Instant.now())));
        ScreeningCounters counters = subject.counters();
        board.sampled(ProcessorMeter.PREDICTIONS, () -> samples(counters.byFunction(), it -> it.predicted()));
        board.sampled(ProcessorMeter.PENDING_OUTCOMES, () -> samples(counters.byFunction(), it -> it.pending()));
        board.sampled(
                ProcessorMeter.SHADOW_PREDICTIONS, () -> samples(counters.shadowsByFunction(), it -> it.predicted()));
        board.sampled(ProcessorMeter.SHADOW_FAILURES, () -> samples(counters.shadowsByFunction(), it -> it.failed()));
        board.sampled(ProcessorMeter.REJECTED, () -> Sample.rejects(counters.rejectedByReason()));
        board.sampled(
                ProcessorMeter.QUEUE_TASKS, () -> Sample.only(subject.batcher().waiting()));
        board.sampled(
                ProcessorMeter.BATCH_TOKEN_BUDGET,
                () -> Sample.only(subject.batcher().tokenBudget()));
        addEngineMeters();
        board.sampled(ProcessorMeter.TAG_VERSION, this::versions);
        board.sampled(ProcessorMeter.TAG_REFUSALS, () -> subject.book().statuses().stream()
                .map(status -> Sample.of(status.refusals(), use(status), status.name()))
                .toList());
    }

    private void addEngineMeters() {
        board.sampled(
                ProcessorMeter.ENGINE_ROWS,
                () -> engines((engine, figures) -> Stream.of(
                        Sample.of(figures.encodedRows(), engine, "encoded"),
                        Sample.of(figures.tailRows(), engine, "tail"))));
        board.sampled(
                ProcessorMeter.ENGINE_FLOPS,
                () -> engines((engine, figures) -> Stream.of(Sample.of(figures.flops(), engine))));
        board.sampled(ProcessorMeter.ENGINE_PEAK, () -> IntStream.range(
                        0, subject.peaks().size())
                .mapToObj(engine -> Sample.of(subject.peaks().get(engine).flopsPerSecond(), engine))
                .toList());
        board.sampled(ProcessorMeter.CACHE_HITS, () -> caches(SpanCacheFigures::hits));
        board.sampled(ProcessorMeter.CACHE_MISSES, () -> caches(SpanCacheFigures::misses));
        board.sampled(ProcessorMeter.CACHE_BYTES, () -> caches(SpanCacheFigures::bytes));
    }

    private interface EngineSamples {
        Stream<Sample> of(int engine, EngineFigures figures);
    }

    private List<Sample> engines(EngineSamples samples) {
        return IntStream.range(0, subject.scorers().size())
                .boxed()
                .flatMap(engine ->
                        samples.of(engine, subject.scorers().get(engine).figures()))
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

    private List<Sample> books(ToDoubleFunction<PartitionBook> value) {
        return subject.counters().partitions().entrySet().stream()
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

    private List<Sample> versions() {
        return subject.book().statuses().stream()
                .flatMap(status -> Optional.ofNullable(status.inUse()).stream()
                        .map(id -> Sample.of(id.version(), use(status), status.name())))
                .toList();
    }

    private static String use(TagStatus status) {
        return status.use().name().toLowerCase(Locale.ROOT);
    }

    private Condition alive() {
        boolean failed = subject.streams().stream().map(KafkaStreams::state).anyMatch(FAILED::contains);
        return new Condition("streams", !failed, states());
    }

    private Condition engine() {
        boolean ready = subject.batcher().isReady();
        return new Condition("engine", ready, ready ? "warm" : "not warm, or stopped");
    }

    /** Without a function tag every request would be refused. */
    private Condition tags() {
        TagSet tags = subject.tags().current();
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

    private Condition streams() {
        boolean running =
                subject.streams().stream().map(KafkaStreams::state).allMatch(KafkaStreams.State.RUNNING::equals);
        return new Condition("streams", running, states());
    }

    /** Of all lanes, each name once. */
    private String states() {
        return subject.streams().stream()
                .map(lane -> lane.state().name())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private Answer lag() {
        Function<Backlog, Answer> told = known -> Answer.json(known.json());
        return backlog.read().map(told).orElseGet(() -> Answer.unavailable("the brokers give no answer"));
    }

    @Override
    public void close() {
        server.close();
        closeReaders();
    }

    private void closeReaders() {
        streamsMetrics.forEach(KafkaStreamsMetrics::close);
        console.ifPresent(Console::close);
        backlog.close();
        board.close();
    }
}
