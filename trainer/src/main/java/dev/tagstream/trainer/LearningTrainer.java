package dev.tagstream.trainer;

import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.GROUP_INSTANCE_ID;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.common.kafka.TagHistoryReader;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.console.Console;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.service.StreamsService;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.streams.TopicCheck;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.accuracy.LiveFigures;
import dev.tagstream.trainer.accuracy.ScoredVersion;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.ops.TrainerHandles;
import dev.tagstream.trainer.ops.TrainerOps;
import dev.tagstream.trainer.round.LearningThread;
import dev.tagstream.trainer.round.RoundListener;
import dev.tagstream.trainer.round.RoundState;
import dev.tagstream.trainer.topology.TrainerCounters;
import dev.tagstream.trainer.topology.TrainerServices;
import dev.tagstream.trainer.topology.TrainerTopology;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The learning service in this process: one thread that learns, and the stream threads that collect results and publish.
 *
 * <p>A round that is on at its end is abandoned: whoever gets the partition begins it again. Learner and scorer are the caller's and stay open.
 */
public final class LearningTrainer extends StreamsService {
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final ActiveTags tags = new ActiveTags();
    private final TagRegistry tagRegistry = new TagRegistry();
    private final Functions functions = new Functions(tags);
    private final TrainerCounters counters = new TrainerCounters();
    private final LiveFigures accuracy = new LiveFigures();
    private final LearningThread learning;

    /**
     * @param scorer of the model that {@code learner} learns with
     * @param listener follows the rounds
     */
    public LearningTrainer(Settings settings, Scorer scorer, Learner learner, RoundListener listener) {
        super("trainer", settings.get(GROUP_INSTANCE_ID));
        this.settings = settings;
        this.learning = new LearningThread(
                learner, scorer, TrainerSettings.roundOptions(settings), Clock.systemUTC(), listener);
        add(
                new TrainerTopology(KafkaSettings.topics(settings), services(scorer)).build(),
                TrainerSettings.streams(settings));
    }

    private TrainerServices services(Scorer scorer) {
        AvroSerdes serdes = new AvroSerdes(KafkaSettings.registry(settings));
        return new TrainerServices(
                scorer,
                tags,
                tagRegistry,
                TagHistoryReader.of(
                        settings.get(BOOTSTRAP_SERVERS),
                        KafkaSettings.clients(settings),
                        KafkaSettings.topics(settings).tagHistory(),
                        serdes),
                functions,
                learning,
                TrainerSettings.roundTrigger(settings),
                TrainerSettings.replayBounds(settings),
                TopicScan.consumers(settings.get(BOOTSTRAP_SERVERS), KafkaSettings.clients(settings), BROKER_PATIENCE),
                () -> new ResultIntake(
                        serdes.valueDeserializer(AssayResult.class),
                        IntakeSettings.limits(settings),
                        settings.get(IntakeSettings.RECORD_BYTES),
                        functions,
                        scorer),
                serdes,
                counters,
                accuracy,
                retryPause(),
                TagKeySettings.keys(settings),
                settings.get(TrainerSettings.ACCURACY_PAIRS));
    }

    @Override
    protected void checkTopics() {
        Topics topics = KafkaSettings.topics(settings);
        TopicCheck.requireTopics(settings.get(BOOTSTRAP_SERVERS), KafkaSettings.clients(settings), needed(topics));
        if (settings.get(TrainerSettings.ACCURACY_PAIRS) > 0) {
            TopicCheck.requireSamePartitions(
                    settings.get(BOOTSTRAP_SERVERS), KafkaSettings.clients(settings), topics.meetingPredictions());
        }
    }

    @Override
    protected Optional<ServiceOps> openOps() {
        return OpsSettings.address(settings)
                .map(address -> TrainerOps.open(
                        address,
                        handles(KafkaSettings.topics(settings)),
                        ConsoleSettings.options(settings, settings.get(ConsoleSettings.PROCESSOR_ID))
                                .map(Console::open)));
    }

    @Override
    protected void closeWork() {
        learning.close();
    }

    private TrainerHandles handles(Topics topics) {
        Set<String> read = Stream.concat(Stream.of(topics.assayResults()), topics.meetingPredictions().stream())
                .map(TopicSpec::name)
                .collect(Collectors.toSet());
        return new TrainerHandles(
                tagRegistry, counters, accuracy, learning, streams().get(0), read);
    }

    private static List<TopicSpec> needed(Topics topics) {
        return List.of(
                topics.assayResults(),
                topics.rejectedRecords(),
                topics.predictions(),
                topics.shadowPredictions(),
                topics.acceptedResults(),
                topics.liveAccuracy(),
                topics.functions(),
                topics.gateVerdicts(),
                topics.domainTags(),
                topics.functionTags(),
                topics.shadowTags(),
                topics.tagHistory());
    }

    /** What this process has read and decided. */
    public TrainerCounters counters() {
        return counters;
    }

    /** How the versions' predictions compare with later results, over the partitions this process has. */
    public Map<ScoredVersion, AccuracyTally> liveAccuracy() {
        return accuracy.byVersion();
    }

    /** The tags in use now. */
    public ActiveTags tags() {
        return tags;
    }

    /** What the learning thread is at. */
    public RoundState roundState() {
        return learning.state();
    }
}
