package dev.tagstream.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.processor.accounting.PartitionProgress;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.processor.batch.WarmUp;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.PendingRecord;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RegistryUnavailableException;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology with a fake scorer, a registry in memory, and every clock in the test's hand. */
final class ScreeningDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Topics TOPICS = Topics.withPrefix("");

    private static final RetryPause RETRY_PAUSE = new RetryPause(Duration.ofMillis(1), Duration.ofMillis(1));

    final FakeScorer scorer = new FakeScorer();
    final ActiveTags tags = new ActiveTags();
    final TagRegistry tagRegistry = new TagRegistry();
    final List<TagVersion> archive = new ArrayList<>(); // the oldest first
    final ScreeningCounters counters = new ScreeningCounters();
    final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    final Batcher batcher;
    final ScreeningServices services;
    final List<TestRecord<String, Prediction>> predictions = new ArrayList<>();
    final List<TestRecord<String, Prediction>> shadowPredictions = new ArrayList<>();
    final List<TestRecord<byte[], RejectedRecord>> rejected = new ArrayList<>();

    final ScreeningTopology topology;
    private final TopologyTestDriver driver; // of the bulk lane
    private final TopologyTestDriver interactiveDriver;
    private final TestInputTopic<byte[], byte[]> requests;
    private final TestInputTopic<byte[], byte[]> interactiveRequests;
    private final TestInputTopic<String, TagVersion> domainTags;
    private final TestInputTopic<String, TagVersion> functionTags;
    private final TestInputTopic<String, TagVersion> shadowTags;
    private final TestOutputTopic<String, Prediction> predictionTopic;
    private final TestOutputTopic<String, Prediction> shadowPredictionTopic;
    private final TestOutputTopic<byte[], RejectedRecord> rejectedTopic;
    private final TestOutputTopic<String, Prediction> interactivePredictionTopic;
    boolean registryIsAway;
    private Duration elapsed = Duration.ZERO;

    ScreeningDriver() {
        this(new BatchPolicy(1000, Duration.ofMillis(10)), new QueueBounds(100, 10_000));
    }

    ScreeningDriver(BatchPolicy policy, QueueBounds bounds) {
        InstantSource clock = () -> START.plus(elapsed);
        this.batcher = new Batcher(List.of(scorer), tags, policy, bounds, WarmUp.NONE, clock, () -> elapsed.toNanos());
        this.services = new ScreeningServices(
                scorer,
                batcher,
                tags,
                tagRegistry,
                this::newest,
                TagTrust.ANYBODY,
                this::intake,
                serdes,
                counters,
                4096,
                RETRY_PAUSE,
                Duration.ofMillis(5));
        this.topology = new ScreeningTopology(TOPICS, services);
        this.driver = new TopologyTestDriver(topology.bulk(), streamsConfig(RequestLane.BULK), START);
        this.interactiveDriver =
                new TopologyTestDriver(topology.interactive(), streamsConfig(RequestLane.INTERACTIVE), START);
        this.requests = requests(driver, RequestLane.BULK);
        this.interactiveRequests = requests(interactiveDriver, RequestLane.INTERACTIVE);
        this.domainTags =
                driver.createInputTopic(TOPICS.domainTags().name(), new StringSerializer(), serdes.valueSerializer());
        this.functionTags =
                driver.createInputTopic(TOPICS.functionTags().name(), new StringSerializer(), serdes.valueSerializer());
        this.shadowTags =
                driver.createInputTopic(TOPICS.shadowTags().name(), new StringSerializer(), serdes.valueSerializer());
        this.predictionTopic = driver.createOutputTopic(
                TOPICS.predictions().name(), new StringDeserializer(), serdes.valueDeserializer(Prediction.class));
        this.shadowPredictionTopic = driver.createOutputTopic(
                TOPICS.shadowPredictions().name(),
                new StringDeserializer(),
                serdes.valueDeserializer(Prediction.class));
        this.rejectedTopic = driver.createOutputTopic(
                TOPICS.rejectedRecords().name(),
                new ByteArrayDeserializer(),
                serdes.valueDeserializer(RejectedRecord.class));
        this.interactivePredictionTopic = interactiveDriver.createOutputTopic(
                TOPICS.predictions().name(), new StringDeserializer(), serdes.valueDeserializer(Prediction.class));
    }

    private static TestInputTopic<byte[], byte[]> requests(TopologyTestDriver driver, RequestLane lane) {
        return driver.createInputTopic(
                TOPICS.requests(lane).name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Optional<TagVersion> newest(String name, Predicate<TagVersion> usable) {
        return archive.stream()
                .filter(version -> version.getName().equals(name))
                .filter(usable)
                .reduce((older, newer) -> newer);
    }

    Intake intake() {
        Deserializer<ScreeningRequest> deserializer = serdes.valueDeserializer(ScreeningRequest.class);
        return new Intake((topic, bytes) -> decode(deserializer, topic, bytes), new IntakeLimits(1000, 10_000));
    }

    private ScreeningRequest decode(Deserializer<ScreeningRequest> deserializer, String topic, byte[] bytes) {
        if (registryIsAway) {
            throw new RegistryUnavailableException("no answer", new IOException("refused"));
        }
        return deserializer.deserialize(topic, bytes);
    }

    private static Properties streamsConfig(RequestLane lane) {
        Properties config = new Properties();
        // The driver's stores lie in the temporary folder under this name; builds beside each other must not share
        // them.
        config.put(
                StreamsConfig.APPLICATION_ID_CONFIG,
                lane.applicationId("screening-test-" + ProcessHandle.current().pid()));
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return config;
    }

    void publish(TagSet set) {
        set.domains().forEach(this::publish);
        set.functions().forEach(this::publish);
    }

    void publish(DomainTag tag) {
        publishDomain(tag.id().name(), TagCodec.toWire(tag, provenance()));
    }

    void publish(FunctionTag tag) {
        publishFunction(tag.id().name(), TagCodec.toWire(tag, provenance()));
    }

    void publishDomain(String key, TagVersion version) {
        domainTags.pipeInput(key, version);
    }

    void publishDomainBytes(String key, byte[] bytes) {
        driver.createInputTopic(TOPICS.domainTags().name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, bytes);
    }

    void publishFunction(String key, TagVersion version) {
        functionTags.pipeInput(key, version);
    }

    void publishShadow(FunctionTag candidate) {
        publishShadow(candidate.id().name(), TagCodec.toWire(candidate, provenance()));
    }

    void publishShadow(String key, @Nullable TagVersion version) {
        shadowTags.pipeInput(key, version);
    }

    static Provenance provenance(TagId... parents) {
        return new Provenance(FakeScorer.MODEL, FakeScorer.TOKENIZER, List.of(parents), Map.of(), 0, "", START);
    }

    void submit(ScreeningRequest request) {
        submitBytes(
                request.getCompoundId(),
                serdes.<ScreeningRequest>valueSerializer()
                        .serialize(TOPICS.screeningRequests().name(), request));
    }

    void submitInteractive(ScreeningRequest request) {
        byte[] value = serdes.<ScreeningRequest>valueSerializer()
                .serialize(TOPICS.interactiveRequests().name(), request);
        interactiveRequests.pipeInput(
                new TestRecord<>(request.getCompoundId().getBytes(StandardCharsets.UTF_8), value, START));
        collect();
    }

    void submitBytes(String key, byte[] value) {
        submit(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, START));
    }

    void submit(TestRecord<byte[], byte[]> record) {
        requests.pipeInput(record);
        collect();
    }

    /** Lets time pass, the engine score at most one batch, and the task tidy up. */
    boolean scoreOnce() {
        elapsed = elapsed.plusMillis(50);
        boolean scored = batcher.runOnce();
        tidy();
        return scored;
    }

    void scoreAll() {
        while (scoreOnce()) {}
    }

    /** Lets the punctuation run, and nothing else. */
    void tidy() {
        driver.advanceWallClockTime(StreamThreadPace.TIDYING_INTERVAL);
        interactiveDriver.advanceWallClockTime(StreamThreadPace.TIDYING_INTERVAL);
        collect();
    }

    private void collect() {
        predictions.addAll(predictionTopic.readRecordsToList());
        predictions.addAll(interactivePredictionTopic.readRecordsToList());
        shadowPredictions.addAll(shadowPredictionTopic.readRecordsToList());
        rejected.addAll(rejectedTopic.readRecordsToList());
    }

    /** Offsets of the requests in the bulk lane's store. */
    List<Long> pending() {
        return pending(driver);
    }

    /** Offsets of the requests in the interactive lane's store. */
    List<Long> interactivePending() {
        return pending(interactiveDriver);
    }

    private static List<Long> pending(TopologyTestDriver driver) {
        KeyValueStore<Long, PendingRecord> store = driver.getKeyValueStore(PendingRequests.STORE);
        List<Long> offsets = new ArrayList<>();
        try (KeyValueIterator<Long, PendingRecord> all = store.all()) {
            all.forEachRemaining((KeyValue<Long, PendingRecord> entry) -> offsets.add(entry.key));
        }
        return offsets;
    }

    /** received = predicted + rejected + pending, in the counters and in what is really on the topics and in the store. */
    void assertBalanced(long received, long pendingOutcomes) {
        ScreeningCounters.Tally total = counters.total();
        assertThat(total)
                .isEqualTo(new ScreeningCounters.Tally(received, predictions.size(), rejected.size(), pendingOutcomes));
        assertThat(total.received()).isEqualTo(total.predicted() + total.rejected() + total.pending());
        assertThat(counters.byFunction().values()).allMatch(ScreeningCounters.Tally::balances);
        assertThat(counters.heldRecords())
                .isEqualTo(pending().size() + interactivePending().size());
        assertThat(counters.partitions().values().stream()
                        .mapToLong(PartitionProgress::pending)
                        .sum())
                .isEqualTo(counters.heldRecords());
        assertThat(counters.rejectedByReason().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(total.rejected());
    }

    @Override
    public void close() {
        driver.close();
        interactiveDriver.close();
        batcher.close();
    }
}
