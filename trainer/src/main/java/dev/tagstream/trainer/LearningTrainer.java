package dev.tagstream.trainer;

import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.GROUP_INSTANCE_ID;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.common.kafka.KafkaTagArchive;
import dev.tagstream.console.Console;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.intake.IntakeSettings;
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
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.accuracy.LiveFigures;
import dev.tagstream.trainer.accuracy.ScoredVersion;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.ops.TrainerOps;
import dev.tagstream.trainer.ops.TrainerSubject;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * The learning service in this process: one thread that learns, and the stream threads that collect results and publish.
 *
 * <p>Starts once and closes once. Learner and scorer are the caller's and stay open.
 */
public final class LearningTrainer implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);

    private final Settings settings;
    private final ActiveTags tags = new ActiveTags();
    private final TagBook book = new TagBook();
    private final Functions functions = new Functions(tags);
    private final TrainerCounters counters = new TrainerCounters();
    private final LiveFigures accuracy = new LiveFigures();
    private final RetryPause retryPause = new RetryPause(Duration.ofMillis(500), Duration.ofSeconds(30));
    private final StreamsLife life = new StreamsLife();
    private final LearningThread learning;
    private final KafkaStreams streams;
    private volatile @Nullable TrainerOps ops;

    /**
     * @param scorer of the model that {@code learner} learns with
     * @param listener follows the rounds
     */
    public LearningTrainer(Settings settings, Scorer scorer, Learner learner, RoundListener listener) {
        this.settings = settings;
        this.learning = new LearningThread(
                learner, scorer, TrainerSettings.roundOptions(settings), Clock.systemUTC(), listener);
        this.streams = new KafkaStreams(
                new TrainerTopology(KafkaSettings.topics(settings), services(scorer)).build(),
                TrainerSettings.streams(settings));
        life.follow(streams);
        streams.setUncaughtExceptionHandler(new ThreadRecovery(retryPause, Clock.systemUTC()));
    }

    private TrainerServices services(Scorer scorer) {
        AvroSerdes serdes = new AvroSerdes(KafkaSettings.registry(settings));
        return new TrainerServices(
                scorer,
                tags,
                book,
                KafkaTagArchive.of(
                        settings.get(BOOTSTRAP_SERVERS),
                        KafkaSettings.clients(settings),
                        KafkaSettings.topics(settings).tagHistory(),
                        serdes),
                functions,
                learning,
                TrainerSettings.roundTrigger(settings),
                TrainerSettings.replayBounds(settings),
                () -> new ResultIntake(
                        serdes.valueDeserializer(AssayResult.class),
                        IntakeSettings.limits(settings),
                        settings.get(IntakeSettings.RECORD_BYTES),
                        functions,
                        scorer),
                serdes,
                counters,
                accuracy,
                retryPause,
                TagKeySettings.keys(settings),
                settings.get(TrainerSettings.ACCURACY_PAIRS));
    }

    /**
     * Loads tags and declarations and starts reading; metrics and health are answered before.
     *
     * @throws ServiceFailure if brokers or topics are not there, or the HTTP port is taken
     */
    public void start() {
        Topics topics = KafkaSettings.topics(settings);
        TopicCheck.requireTopics(settings.get(BOOTSTRAP_SERVERS), KafkaSettings.clients(settings), needed(topics));
        if (settings.get(TrainerSettings.ACCURACY_PAIRS) > 0) {
            TopicCheck.requireSamePartitions(
                    settings.get(BOOTSTRAP_SERVERS), KafkaSettings.clients(settings), topics.meetingPredictions());
        }
        ops = OpsSettings.address(settings)
                .map(address -> new TrainerOps(
                        address,
                        subject(topics),
                        ConsoleSettings.options(settings, settings.get(ConsoleSettings.PROCESSOR_ID))
                                .map(Console::open)))
                .orElse(null);
        try {
            streams.start();
        } catch (StreamsException | IllegalStateException e) {
            throw new ServiceFailure("the trainer can't start: " + e.getMessage(), e);
        }
    }

    private TrainerSubject subject(Topics topics) {
        Set<String> read = Stream.concat(Stream.of(topics.assayResults()), topics.meetingPredictions().stream())
                .map(TopicSpec::name)
                .collect(Collectors.toSet());
        return new TrainerSubject(tags, book, counters, accuracy, learning, streams, read);
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

    /**
     * Waits until every stream thread has its partitions and restored stores.
     *
     * @throws ServiceFailure if it fails or is closed before, or takes longer
     */
    public void awaitRunning(Duration patience) {
        if (!life.awaitRunning(patience)) {
            throw new ServiceFailure(
                    "the trainer is not running after %s: its state is %s".formatted(patience, streams.state()), null);
        }
    }

    /** Waits until the trainer was closed or has failed; false if it failed. */
    public boolean awaitEnd() throws InterruptedException {
        life.awaitEnd();
        return !life.failed();
    }

    /** Whether it stopped by itself, since going on would have lost or falsified something. */
    public boolean failed() {
        return life.failed();
    }

    /** Where metrics and health are answered since {@link #start}; empty if {@code http.port} says that they are not. */
    public OptionalInt httpPort() {
        TrainerOps open = ops;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.port());
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

    /**
     * Commits, leaves the group so that a successor need not wait for the session to time out (unless this process has a name in
     * the group to come back under), and abandons a round that is on: whoever gets the partition begins it again.
     */
    @Override
    public void close() {
        retryPause.close();
        CloseOptions.GroupMembershipOperation membership =
                settings.get(GROUP_INSTANCE_ID).isPresent()
                        ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                        : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(membership));
        learning.close();
        TrainerOps open = ops;
        if (open != null) {
            open.close();
        }
        life.end();
    }
}
