package dev.tagstream.processor.topology;

import dev.tagstream.processor.answer.ResponseSink;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.processor.tokenize.ProteinTokens;
import dev.tagstream.runtime.streams.RawSource;
import dev.tagstream.runtime.streams.TagStores;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The screening path of a lane: {@code screening-requests} or {@code interactive-requests} {@code -> intake -> score -> predictions,
 * shadow-predictions, rejected-records}; beside that of the bulk lane come the tags, for both.
 */
public final class ScreeningTopology {
    static final String SCREENING_REQUESTS = "screening-requests";
    static final String INTERACTIVE_REQUESTS = "interactive-requests";
    static final String INTAKE = "intake";
    static final String SCORE = "score";

    private final Topics topics;
    private final ScreeningServices services;
    private final Supplier<StreamThreadPace> paces;
    private final ProteinTokens proteins;
    private final TagStores tagStores;

    public ScreeningTopology(Topics topics, ScreeningServices services) {
        this.topics = topics;
        this.services = services;
        this.paces = StreamThreadPace.perThread(services.longestWait());
        this.proteins = new ProteinTokens(services.scorer());
        this.tagStores = new TagStores(
                services.scorer(),
                services.tags(),
                services.tagRegistry(),
                services.serdes(),
                services.retryPause(),
                services.trust(),
                services.archive());
    }

    /** The bulk lane, and tags for both: whoever starts both starts this one first. */
    public Topology bulk() {
        Topology tags =
                tagStores.addTo(new Topology(), topics.domainTags(), topics.functionTags(), topics.shadowTags());
        return addPath(tags, SCREENING_REQUESTS, RequestLane.BULK);
    }

    public Topology interactive() {
        return addPath(new Topology(), INTERACTIVE_REQUESTS, RequestLane.INTERACTIVE);
    }

    private Topology addPath(Topology topology, String source, RequestLane lane) {
        return RawSource.addTo(topology, source, topics.requests(lane))
                .addProcessor(INTAKE, this::intake, source)
                .addProcessor(SCORE, () -> score(lane), INTAKE)
                .addStateStore(PendingRequests.storeBuilder(services.serdes()), SCORE)
                .addSink(
                        ResponseSink.PREDICTIONS,
                        topics.predictions().name(),
                        new StringSerializer(),
                        services.serdes().valueSerializer(),
                        SCORE)
                .addSink(
                        ResponseSink.SHADOW_PREDICTIONS,
                        topics.shadowPredictions().name(),
                        new StringSerializer(),
                        services.serdes().valueSerializer(),
                        SCORE)
                .addSink(
                        ResponseSink.REJECTED_RECORDS,
                        topics.rejectedRecords().name(),
                        new ByteArraySerializer(),
                        services.serdes().valueSerializer(),
                        INTAKE,
                        SCORE);
    }

    private IntakeProcessor intake() {
        return new IntakeProcessor(services.intakes().get(), services.maxRecordBytes(), services.counters());
    }

    private ScoreProcessor score(RequestLane lane) {
        return new ScoreProcessor(services, lane, proteins, paces);
    }
}
