package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LearningState;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.trainer.accuracy.LiveFigures;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.learner.CharacterScorer;
import dev.tagstream.trainer.replay.ReplayBounds;
import dev.tagstream.trainer.replay.ReplayBuffer;
import dev.tagstream.trainer.round.LearningThread;
import dev.tagstream.trainer.round.RoundListener;
import dev.tagstream.trainer.round.RoundOptions;
import dev.tagstream.trainer.round.RoundState;
import dev.tagstream.trainer.round.RoundTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.awaitility.Awaitility;

/** The whole topology with a registry in memory and the wall clock in the test's hand; rounds run on their real thread. */
final class TrainerDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Topics TOPICS = Topics.withPrefix("");
    static final RoundTrigger TRIGGER = new RoundTrigger(100, 50, Duration.ofHours(1));

    final CharacterScorer scorer = new CharacterScorer();
    final ActiveTags tags = new ActiveTags();
    final TrainerCounters counters = new TrainerCounters();
    final LiveFigures accuracy = new LiveFigures();
    final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    final LearningThread learning;
    final TrainerServices services;
    final MockConsumer<byte[], byte[]> earlierResults = new MockConsumer<>("earliest");

    private final TopologyTestDriver driver;
    private final List<GateVerdict> verdicts = new ArrayList<>();
    private final List<TagVersion> functionTags = new ArrayList<>();
    private boolean closed;

    TrainerDriver(Learner learner) {
        this.learning = new LearningThread(
                learner, scorer, new RoundOptions(TrainingOptions.DEFAULT, 0.95), () -> START, RoundListener.SILENT);
        this.services = services();
        this.driver = new TopologyTestDriver(topology(), streamsConfig(), START);
        publishDomain("SMILES");
    }

    Topology topology() {
        return new TrainerTopology(TOPICS, services).build();
    }

    private TrainerServices services() {
        Functions functions = new Functions(tags);
        return new TrainerServices(
                scorer,
                tags,
                new TagRegistry(),
                TagArchive.EMPTY,
                functions,
                learning,
                TRIGGER,
                new ReplayBounds(1_000, 0.2),
                () -> earlierResults,
                () -> new ResultIntake(
                        serdes.valueDeserializer(AssayResult.class),
                        new IntakeLimits(1_000, 10_000),
                        4_096,
                        functions,
                        scorer),
                serdes,
                counters,
                accuracy,
                new RetryPause(Duration.ofMillis(1), Duration.ofMillis(1)),
                TagKeys.NONE,
                100);
    }

    private static Properties streamsConfig() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "trainer-test-" + UUID.randomUUID());
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return config;
    }

    private void publishDomain(String name) {
        DomainTag tag = new DomainTag(
                new TagId(name, 1, ""), new Rows(1, CharacterScorer.WIDTH, new float[CharacterScorer.WIDTH]));
        send(
                TOPICS.domainTags(),
                name,
                TagCodec.toWire(
                        tag,
                        new Provenance(
                                scorer.modelFingerprint(),
                                scorer.tokenizerFingerprint(),
                                List.of(),
                                Map.of(),
                                0,
                                "test",
                                START)));
    }

    void declare(FunctionDeclaration declaration) {
        send(TOPICS.functions(), declaration.getName(), declaration);
    }

    void send(AssayResult result) {
        send(TOPICS.assayResults(), result.getFunction(), result);
    }

    void send(Prediction prediction) {
        send(
                prediction.getShadow() ? TOPICS.shadowPredictions() : TOPICS.predictions(),
                prediction.getCompoundId(),
                prediction);
    }

    <T extends SpecificRecord> void send(TopicSpec topic, String key, T value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), serdes.<T>valueSerializer())
                .pipeInput(key, value, START);
    }

    /** Lets the punctuation run. */
    void tidy() {
        driver.advanceWallClockTime(LearnProcessor.TIDYING_INTERVAL);
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** Lets the round that is on, or one that is due, come to its end: that one, whether it was decided before the call or not. */
    void endRound() {
        long ended = endedRounds();
        Awaitility.await("a round's end").until(() -> {
            tidy(); // one tick forwards an outcome or begins a round, never both
            return endedRounds() > ended;
        });
    }

    private long endedRounds() {
        return Arrays.stream(GateOutcome.values()).mapToLong(counters::rounds).sum();
    }

    /** Only for a state that lasts until the test ends it; others may have passed between two looks. */
    void awaitState(RoundState state) {
        Awaitility.await().until(() -> learning.state() == state);
    }

    /** All so far. */
    List<GateVerdict> verdicts() {
        verdicts.addAll(read(TOPICS.gateVerdicts(), GateVerdict.class));
        return verdicts;
    }

    /** All so far. */
    List<TagVersion> functionTags() {
        functionTags.addAll(read(TOPICS.functionTags(), TagVersion.class));
        return functionTags;
    }

    TagVersion wireInUse(String function) {
        return functionTags().stream()
                .filter(version -> version.getName().equals(function))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    List<TagVersion> shadowTags() {
        return read(TOPICS.shadowTags(), TagVersion.class);
    }

    List<TestRecord<String, TagVersion>> history() {
        return driver.createOutputTopic(
                        TOPICS.tagHistory().name(),
                        new StringDeserializer(),
                        serdes.valueDeserializer(TagVersion.class))
                .readRecordsToList();
    }

    List<LiveAccuracy> liveAccuracy() {
        return read(TOPICS.liveAccuracy(), LiveAccuracy.class);
    }

    List<RejectedRecord> rejected() {
        return driver.createOutputTopic(
                        TOPICS.rejectedRecords().name(),
                        new ByteArrayDeserializer(),
                        serdes.valueDeserializer(RejectedRecord.class))
                .readValuesToList();
    }

    private <T extends SpecificRecord> List<T> read(TopicSpec topic, Class<T> type) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.valueDeserializer(type))
                .readValuesToList();
    }

    List<ReplayedResult> buffered() {
        KeyValueStore<String, ReplayedResult> store = driver.getKeyValueStore(ReplayBuffer.STORE);
        List<ReplayedResult> results = new ArrayList<>();
        try (KeyValueIterator<String, ReplayedResult> all = store.all()) {
            all.forEachRemaining(entry -> results.add(entry.value));
        }
        return results;
    }

    LearningState state(String function) {
        KeyValueStore<String, LearningState> store = driver.getKeyValueStore(LearningStates.STORE);
        return store.get(function);
    }

    /** Ends the stream task, as a rebalance does. */
    void closeTask() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }

    @Override
    public void close() {
        closeTask();
        learning.close();
    }
}
