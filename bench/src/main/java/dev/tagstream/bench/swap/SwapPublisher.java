package dev.tagstream.bench.swap;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import java.io.Closeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes one version of a function tag after the other, as a trainer does: in a transaction with the history, through a producer that
 * stays open. Each version's mean is its number times {@value #STEP}, so that a prediction's value says which version made it.
 */
final class SwapPublisher implements Closeable {
    /** Far more than a prediction lies off the mean. */
    static final double STEP = 1000;

    private final KafkaConnection connection;
    private final FunctionTag base;
    private final Scorer model;
    private final KafkaProducer<String, TagVersion> producer;
    private long version;

    /** @param base its version is in use */
    SwapPublisher(KafkaConnection connection, FunctionTag base, Scorer model) {
        this.connection = connection;
        this.base = base;
        this.model = model;
        this.version = base.id().version();
        this.producer = connection.writer(
                connection.serdes().valueSerializer(),
                Map.of("transactional.id", "tagstream-bench-swap-" + UUID.randomUUID(), "linger.ms", 0));
        producer.initTransactions();
    }

    /** Publishes the next version and waits until it is committed; its number. */
    long publishNext() {
        TagVersion next = version(++version);
        String name = next.getName();
        producer.beginTransaction();
        send(connection.topics().functionTags().name(), name, next);
        send(connection.topics().tagHistory().name(), TagHistoryKey.of(next).toString(), next);
        producer.commitTransaction();
        return version;
    }

    /** A failed send makes the commit fail, so its future need not be asked. */
    private void send(String topic, String key, TagVersion tag) {
        var unused = producer.send(new ProducerRecord<>(topic, key, tag));
    }

    private TagVersion version(long number) {
        FunctionTag tag = new FunctionTag(
                new TagId(base.id().name(), number, ""),
                base.members(),
                number * STEP,
                base.targetStandardDeviation(),
                base.unit(),
                base.template());
        Provenance provenance = new Provenance(
                model.modelFingerprint(), model.tokenizerFingerprint(), List.of(), Map.of(), 0, "bench", Instant.now());
        return TagCodec.toWire(tag, provenance);
    }

    /** Whether a version of ours can have given this value. */
    static boolean fits(double value, long version) {
        return Math.round(value / STEP) == version;
    }

    @Override
    public void close() {
        producer.close();
    }
}
