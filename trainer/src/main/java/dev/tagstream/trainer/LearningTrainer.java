package dev.tagstream.trainer;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.common.kafka.KafkaTagArchive;
import dev.tagstream.console.Console;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.service.StreamsService;
import dev.tagstream.runtime.streams.TagBook;
import dev.tagstream.runtime.streams.TopicCheck;
import dev.tagstream.runtime.tags.ActiveTags;
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
    private final TrainerConfig config;
    private final ActiveTags tags = new ActiveTags();
    private final TagBook book = new TagBook();
    private final Functions functions = new Functions(tags);
    private final TrainerCounters counters = new TrainerCounters();
    private final LiveFigures accuracy = new LiveFigures();
    private final LearningThread learning;

    /**
     * @param scorer of the model that {@code learner} learns with
     * @param listener follows the rounds
     */
    public LearningTrainer(TrainerConfig config, Scorer scorer, Learner learner, RoundListener listener) {
        super("trainer", config.groupInstanceId());
        this.config = config;
        this.learning = new LearningThread(learner, scorer, config.roundOptions(), Clock.systemUTC(), listener);
        add(new TrainerTopology(config.topics(), services(scorer)).build(), config.streams());
    }

    private TrainerServices services(Scorer scorer) {
        AvroSerdes serdes = new AvroSerdes(config.registry());
        return new TrainerServices(
                scorer,
                tags,
                book,
                KafkaTagArchive.of(
                        config.bootstrapServers(),
                        config.kafka(),
                        config.topics().tagHistory(),
                        serdes),
                functions,
                learning,
                config.roundTrigger(),
                config.replayBounds(),
                () -> new ResultIntake(
                        serdes.valueDeserializer(AssayResult.class),
                        config.intakeLimits(),
                        config.recordMaxBytes(),
                        functions,
                        scorer),
                serdes,
                counters,
                accuracy,
                retryPause(),
                config.tagKeys(),
                config.accuracyMaxPairs());
    }

    @Override
    protected void checkTopics() {
        Topics topics = config.topics();
        TopicCheck.requireTopics(config.bootstrapServers(), config.kafka(), needed(topics));
        if (config.accuracyMaxPairs() > 0) {
            TopicCheck.requireSamePartitions(config.bootstrapServers(), config.kafka(), topics.meetingPredictions());
        }
    }

    @Override
    protected Optional<ServiceOps> openOps() {
        return config.http()
                .map(address -> TrainerOps.open(
                        address, subject(config.topics()), config.console().map(Console::open)));
    }

    @Override
    protected void closeWork() {
        learning.close();
    }

    private TrainerSubject subject(Topics topics) {
        Set<String> read = Stream.concat(Stream.of(topics.assayResults()), topics.meetingPredictions().stream())
                .map(TopicSpec::name)
                .collect(Collectors.toSet());
        return new TrainerSubject(book, counters, accuracy, learning, streams().get(0), read);
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
