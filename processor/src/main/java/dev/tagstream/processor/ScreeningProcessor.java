package dev.tagstream.processor;

import static dev.tagstream.runtime.streams.KafkaSettings.APPLICATION_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.GROUP_INSTANCE_ID;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.kafka.TagHistoryReader;
import dev.tagstream.console.Console;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.MatrixPeak;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.processor.batch.WarmUp;
import dev.tagstream.processor.ops.BatchMeters;
import dev.tagstream.processor.ops.ProcessorHandles;
import dev.tagstream.processor.ops.ProcessorOps;
import dev.tagstream.processor.topology.ScreeningServices;
import dev.tagstream.processor.topology.ScreeningTopology;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.ops.ServiceMetrics;
import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.service.StreamsService;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.TagRegistry;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The screening service in this process: one batcher with its engines, and the stream threads that feed it, those of the bulk lane, which
 * brings the tags, and of the interactive one.
 *
 * <p>What is not answered at its end stands in the pending store and is scored by whoever gets the partition. The scorers are the caller's and stay open.
 */
public final class ScreeningProcessor extends StreamsService {
    private final Settings settings;
    private final ActiveTags tags = new ActiveTags();
    private final TagRegistry tagRegistry = new TagRegistry();
    private final ScreeningCounters counters = new ScreeningCounters();
    private final ServiceMetrics meters = new ServiceMetrics();
    private final List<? extends Scorer> scorers;
    private final List<EngineOptions> devices;
    private final Batcher batcher;

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
        super("processor", settings.get(GROUP_INSTANCE_ID));
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
        add(topology.bulk(), ProcessorSettings.streams(settings, RequestLane.BULK));
        add(topology.interactive(), ProcessorSettings.streams(settings, RequestLane.INTERACTIVE));
    }

    private ScreeningServices services(Scorer scorer) {
        AvroSerdes serdes = new AvroSerdes(KafkaSettings.registry(settings));
        return new ScreeningServices(
                scorer,
                batcher,
                tags,
                tagRegistry,
                TagHistoryReader.of(
                        settings.get(BOOTSTRAP_SERVERS),
                        KafkaSettings.clients(settings),
                        KafkaSettings.topics(settings).tagHistory(),
                        serdes),
                TagKeySettings.trust(settings),
                () -> intake(serdes),
                serdes,
                counters,
                settings.get(IntakeSettings.RECORD_BYTES),
                retryPause(),
                ProcessorSettings.longestWait(settings));
    }

    private Intake intake(AvroSerdes serdes) {
        return new Intake(serdes.valueDeserializer(ScreeningRequest.class), IntakeSettings.limits(settings));
    }

    @Override
    protected void checkTopics() {
        TopicCheck.requireTopics(
                settings.get(BOOTSTRAP_SERVERS),
                KafkaSettings.clients(settings),
                needed(KafkaSettings.topics(settings)));
    }

    @Override
    protected Optional<ServiceOps> openOps() {
        return OpsSettings.address(settings).map(this::answerAt);
    }

    /** Warms the engines up. */
    @Override
    protected void startWork() {
        batcher.start();
    }

    /** Lets the batches in hand end. */
    @Override
    protected void closeWork() {
        batcher.close();
    }

    private ServiceOps answerAt(InetSocketAddress address) {
        List<MatrixPeak.Peak> peaks = devices.stream().map(MatrixPeak::glance).toList();
        return ProcessorOps.open(
                address,
                new ProcessorHandles(scorers, peaks, batcher, tags, tagRegistry, counters, streams()),
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

    /** What this process has been asked and has answered. */
    public ScreeningCounters counters() {
        return counters;
    }

    /** The tags in use now. */
    public ActiveTags tags() {
        return tags;
    }

    /** What became of the tag versions that arrived here. */
    public TagRegistry tagRegistry() {
        return tagRegistry;
    }

    /** Candidates on trial that could not score every request, each with the first reason why. */
    public Map<TagId, String> shadowTroubles() {
        return batcher.shadowTroubles();
    }

    /** Tasks that wait for the engine. */
    public int waitingTasks() {
        return batcher.waiting();
    }
}
