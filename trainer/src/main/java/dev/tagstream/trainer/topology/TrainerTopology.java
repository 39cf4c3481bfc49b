package dev.tagstream.trainer.topology;

import dev.tagstream.runtime.streams.RawSource;
import dev.tagstream.runtime.streams.TagStores;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.accuracy.AccuracyProcessor;
import dev.tagstream.trainer.replay.ReplayBuffer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The feedback path: {@code assay-results -> results -> learn -> function-tags, tag-history, gate-verdicts}, and beside it
 * {@code predictions, accepted-results -> accuracy -> live-accuracy}.
 */
public final class TrainerTopology {
    static final String ASSAY_RESULTS = "assay-results";
    static final String RESULTS = "results";
    static final String LEARN = "learn";
    static final String FUNCTION_TAGS_OUT = "function-tags-out";
    static final String SHADOW_TAGS = "shadow-tags";
    static final String TAG_HISTORY_OUT = "tag-history-out";
    static final String GATE_VERDICTS = "gate-verdicts";
    static final String REJECTED_RECORDS = "rejected-records";
    static final String ACCEPTED_RESULTS_OUT = "accepted-results-out";
    static final String ACCEPTED_RESULTS = "accepted-results";
    static final String PREDICTIONS = "predictions";
    static final String SHADOW_PREDICTIONS = "shadow-predictions";
    static final String ACCURACY = "accuracy";
    static final String LIVE_ACCURACY = "live-accuracy";

    private final Topics topics;
    private final TrainerServices services;

    public TrainerTopology(Topics topics, TrainerServices services) {
        this.topics = topics;
        this.services = services;
    }

    public Topology build() {
        Topology topology = new TagStores(
                        services.scorer(),
                        services.tags(),
                        services.tagRegistry(),
                        services.serdes(),
                        services.retryPause(),
                        services.keys().trust(),
                        services.archive())
                .addTo(new Topology(), topics.domainTags(), topics.functionTags());
        new FunctionStores(services).addTo(topology, topics.functions(), topics.tagHistory());
        addLearning(topology);
        if (services.maxPairs() > 0) {
            addAccuracy(topology);
        }
        return topology;
    }

    private void addLearning(Topology topology) {
        RawSource.addTo(topology, ASSAY_RESULTS, topics.assayResults())
                .addProcessor(RESULTS, this::results, ASSAY_RESULTS)
                .addProcessor(LEARN, () -> new LearnProcessor(services, topics.assayResults()), RESULTS)
                .addStateStore(ReplayBuffer.storeBuilder(services.serdes()), LEARN)
                .addStateStore(LearningStates.storeBuilder(services.serdes()), LEARN)
                .addSink(
                        REJECTED_RECORDS,
                        topics.rejectedRecords().name(),
                        new ByteArraySerializer(),
                        services.serdes().valueSerializer(),
                        RESULTS);
        addSink(topology, FUNCTION_TAGS_OUT, topics.functionTags(), LEARN);
        addSink(topology, SHADOW_TAGS, topics.shadowTags(), LEARN);
        addSink(topology, TAG_HISTORY_OUT, topics.tagHistory(), LEARN);
        addSink(topology, GATE_VERDICTS, topics.gateVerdicts(), LEARN);
    }

    private ResultProcessor results() {
        return new ResultProcessor(services.intakes().get(), services.counters());
    }

    private void addAccuracy(Topology topology) {
        addSink(topology, ACCEPTED_RESULTS_OUT, topics.acceptedResults(), LEARN);
        RawSource.addTo(topology, PREDICTIONS, topics.predictions());
        RawSource.addTo(topology, SHADOW_PREDICTIONS, topics.shadowPredictions());
        RawSource.addTo(topology, ACCEPTED_RESULTS, topics.acceptedResults());
        topology.addProcessor(
                ACCURACY,
                () -> new AccuracyProcessor(
                        services.serdes(), topics.acceptedResults().name(), services.maxPairs(), services.accuracy()),
                PREDICTIONS,
                SHADOW_PREDICTIONS,
                ACCEPTED_RESULTS);
        AccuracyProcessor.stores(services.serdes()).forEach(store -> topology.addStateStore(store, ACCURACY));
        addSink(topology, LIVE_ACCURACY, topics.liveAccuracy(), ACCURACY);
    }

    private void addSink(Topology topology, String name, TopicSpec topic, String parent) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), services.serdes().valueSerializer(), parent);
    }
}
