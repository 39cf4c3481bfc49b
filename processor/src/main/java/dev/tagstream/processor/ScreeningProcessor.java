package dev.tagstream.processor;

import static dev.tagstream.runtime.streams.KafkaSettings.APPLICATION_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.GROUP_INSTANCE_ID;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.kafka.KafkaTagArchive;
import dev.tagstream.console.Console;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.MatrixPeak;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.processor.batch.EngineUnavailable;
import dev.tagstream.processor.batch.WarmUp;
import dev.tagstream.processor.ops.BatchMeters;
import dev.tagstream.processor.ops.ProcessorOps;
import dev.tagstream.processor.ops.ProcessorSubject;
import dev.tagstream.processor.topology.ScreeningCounters;
import dev.tagstream.processor.topology.ScreeningServices;
import dev.tagstream.processor.topology.ScreeningTopology;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.MeterBoard;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.ServiceFailure;
import dev.tagstream.runtime.streams.StreamsLife;
import dev.tagstream.runtime.streams.TagBook;
import dev.tagstream.runtime.streams.ThreadRecovery;
import dev.tagstream.runtime.streams.TopicCheck;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.TagId;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * The screening service in this process: one batcher with its engines, and the stream threads that feed it.
 *
 * <p>Starts once and closes once. The scorers are the caller's and stay open.
 */
public final class ScreeningProcessor implements AutoCloseable {
    /** For each lane, one after the other: both are closed within a minute. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final ActiveTags tags = new ActiveTags();
    private final TagBook book = new TagBook();
    private final ScreeningCounters counters = new ScreeningCounters();
    private final RetryPause retryPause = new RetryPause(Duration.ofMillis(500), Duration.ofSeconds(30));
    private final StreamsLife life = new StreamsLife();
    private final MeterBoard meters = new MeterBoard();
    private final List<? extends Scorer> scorers;
    private final List<EngineOptions> devices;
    private final Batcher batcher;
    private final List<KafkaStreams> streams; // of the bulk lane, which brings the tags, and of the interactive one
    private volatile @Nullable ProcessorOps ops;

    /** With one engine. */
    public ScreeningProcessor(Settings settings, Scorer scorer) {
        this(settings, List.of(scorer));
    }

    /** @param scorers of the same model, one for each device */
    public ScreeningProcessor(Settings settings, List<? extends Scorer> scorers) {
        this(settings, scorers, List.of());
    }

    /**
     * With engines, whose devices' peaks are measured before they start to work where metrics are answered.
     *
     * @param scorers of the same model, one for each device
     * @param devices of the scorers
     */
    public ScreeningProcessor(Settings settings, List<? extends Scorer> scorers, List<EngineOptions> devices) {
        this.settings = settings;
        this.scorers = scorers;
        this.devices = List.copyOf(devices);
        this.batcher = new Batcher(
                scorers,
                tags,
                ProcessorSettings.batchPolicy(settings),
                ProcessorSettings.queueBounds(settings),
                WarmUp.MEASURED,
                new BatchMeters(meters, scorers.size()));
        ScreeningTopology topology = new ScreeningTopology(KafkaSettings.topics(settings), services(scorers.get(0)));
        this.streams = List.of(
                streams(RequestLane.BULK, topology.bulk()), streams(RequestLane.INTERACTIVE, topology.interactive()));
    }

    private KafkaStreams streams(RequestLane lane, Topology topology) {
        KafkaStreams made = new KafkaStreams(topology, ProcessorSettings.streams(settings, lane));
        life.follow(made);
        made.setUncaughtExceptionHandler(new ThreadRecovery(retryPause, Clock.systemUTC()));
        return made;
    }

    private ScreeningServices services(Scorer scorer) {
        AvroSerdes serdes = new AvroSerdes(KafkaSettings.registry(settings));
        return new ScreeningServices(
                scorer,
                batcher,
                tags,
                book,
                KafkaTagArchive.of(
                        settings.get(BOOTSTRAP_SERVERS),
                        KafkaSettings.clients(settings),
                        KafkaSettings.topics(settings).tagHistory(),
                        serdes),
                TagKeySettings.trust(settings),
                () -> intake(serdes),
                serdes,
                counters,
                settings.get(IntakeSettings.RECORD_BYTES),
                retryPause,
                ProcessorSettings.longestWait(settings));
    }

    private Intake intake(AvroSerdes serdes) {
        return new Intake(serdes.valueDeserializer(ScreeningRequest.class), IntakeSettings.limits(settings));
    }

    /**
     * Warms the engines up, loads the tags and starts reading; metrics and health are answered before.
     *
     * @throws ServiceFailure if brokers or topics are not there, an engine can't be warmed up, or the HTTP port is taken
     */
    public void start() {
        TopicCheck.requireTopics(
                settings.get(BOOTSTRAP_SERVERS),
                KafkaSettings.clients(settings),
                needed(KafkaSettings.topics(settings)));
        ops = OpsSettings.address(settings).map(this::answerAt).orElse(null);
        try {
            batcher.start();
            streams.forEach(KafkaStreams::start); // the first returns when all tags are here
        } catch (StreamsException | EngineUnavailable | IllegalStateException e) {
            throw new ServiceFailure("the processor can't start: " + e.getMessage(), e);
        }
    }

    private ProcessorOps answerAt(InetSocketAddress address) {
        List<MatrixPeak.Peak> peaks = devices.stream().map(MatrixPeak::glance).toList();
        return new ProcessorOps(
                address,
                new ProcessorSubject(scorers, peaks, batcher, tags, book, counters, streams),
                meters,
                settings.get(BOOTSTRAP_SERVERS),
                KafkaSettings.clients(settings),
                KafkaSettings.topics(settings),
                settings.get(APPLICATION_ID),
                ConsoleSettings.options(settings, settings.get(APPLICATION_ID)).map(Console::open));
    }

    private static List<TopicSpec> needed(Topics topics) {
        return List.of(
                topics.screeningRequests(),
                topics.interactiveRequests(),
                topics.predictions(),
                topics.rejectedRecords(),
                topics.domainTags(),
                topics.functionTags(),
                topics.shadowTags(),
                topics.shadowPredictions());
    }

    /**
     * Waits until every stream thread has its partitions and restored stores.
     *
     * @throws ServiceFailure if it fails or is closed before, or takes longer
     */
    public void awaitRunning(Duration patience) {
        if (!life.awaitRunning(patience)) {
            throw new ServiceFailure(
                    "the processor is not running after %s: its states are %s"
                            .formatted(
                                    patience,
                                    streams.stream().map(KafkaStreams::state).toList()),
                    null);
        }
    }

    /** Waits until the processor was closed or has failed; false if it failed. */
    public boolean awaitEnd() throws InterruptedException {
        life.awaitEnd();
        return !failed();
    }

    /** Whether it stopped by itself, since going on would have lost or falsified something. */
    public boolean failed() {
        return life.failed();
    }

    /** What this process has been asked and has answered. */
    public ScreeningCounters counters() {
        return counters;
    }

    /** The tags in use now. */
    public ActiveTags tags() {
        return tags;
    }

    /** What became of the tag versions that arrived here. */
    public TagBook tagBook() {
        return book;
    }

    /** Candidates on trial that could not score every request, each with the first reason why. */
    public Map<TagId, String> shadowTroubles() {
        return batcher.shadowTroubles();
    }

    /** Where metrics and health are answered since {@link #start}; empty if {@code http.port} says that they are not. */
    public OptionalInt httpPort() {
        ProcessorOps open = ops;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.port());
    }

    /** Tasks that wait for the engine. */
    public int waitingTasks() {
        return batcher.waiting();
    }

    /**
     * Commits what is finished, leaves the group so that a successor need not wait for the session to time out (unless this
     * process has a name in the group to come back under), and lets the batch in hand end. What is not answered by then
     * stands in the pending store and is scored by whoever gets the partition.
     */
    @Override
    public void close() {
        retryPause.close();
        CloseOptions.GroupMembershipOperation membership =
                settings.get(GROUP_INSTANCE_ID).isPresent()
                        ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                        : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        streams.forEach(
                lane -> lane.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(membership)));
        batcher.close();
        ProcessorOps open = ops;
        if (open != null) {
            open.close();
        }
        life.end();
    }
}
