package dev.tagstream.faults;

import static org.awaitility.Awaitility.await;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.lag.LagReader;
import dev.tagstream.client.lag.LagReport;
import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;

/** A cluster, a registry, processors, a load and a witness: where faults happen. */
final class FaultSite implements Closeable {
    static final String APPLICATION = "tagstream-processor";

    /** Members that are there while nothing is wrong. */
    static final List<String> USUAL = List.of("p1", "p2");

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int LAYERS = 1;

    private final ThreeBrokers cluster;
    private final KafkaConnection connection;
    private final Admin admin;
    private final Fleet fleet;
    private final RequestLoad load;
    private final Witness witness;
    private final LagReader lag;
    private final Random random;

    /** @param outerAddress where processors in a network namespace find the brokers */
    FaultSite(Path folder, Path logs, Optional<String> outerAddress, double perSecond, Random random)
            throws IOException {
        this.random = random;
        this.cluster = new ThreeBrokers(folder, outerAddress);
        this.connection = new KafkaConnection(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                Map.of("schema.registry.url", cluster.registryUrl()),
                ThreeBrokers.topics());
        publishTags();
        this.admin = connection.admin();
        this.fleet = new Fleet(folder.resolve("processors"), logs, settings());
        this.load = new RequestLoad(connection, ThreeBrokers.PARTITIONS, perSecond, random);
        this.witness = new Witness(connection, load, ThreeBrokers.PARTITIONS);
        USUAL.forEach(name -> fleet.start(name, usual(name)));
        awaitMembers();
        this.lag = LagReader.open(connection, APPLICATION, RequestLane.BULK);
    }

    static Fleet.Way usual(String name) {
        return Fleet.Way.PLAIN.named(name);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("schema.registry.url", cluster.registryUrl());
        settings.put("application.id", APPLICATION);
        settings.put("model.dir", "none");
        settings.put("stream.threads", "1");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "1500");
        return settings;
    }

    private void publishTags() {
        FakeScorer scorer = new FakeScorer();
        Provenance provenance = new Provenance(
                scorer.modelFingerprint(),
                scorer.tokenizerFingerprint(),
                List.of(),
                Map.of(),
                0,
                "made up",
                Instant.EPOCH);
        TagSet tags = TagExamples.tags(FakeScorer.WIDTH, LAYERS);
        TagTransaction transaction = new TagTransaction(connection);
        for (String domain : List.of("Protein", "SMILES")) {
            DomainTag tag = tags.domain(domain).orElseThrow();
            transaction.use(TagCodec.toWire(tag, provenance));
        }
        for (String function : RequestLoad.FUNCTIONS) {
            FunctionTag tag = tags.function(function).orElseThrow();
            transaction.use(TagCodec.toWire(tag, provenance));
        }
        transaction.commit();
    }

    ThreeBrokers cluster() {
        return cluster;
    }

    Fleet fleet() {
        return fleet;
    }

    RequestLoad load() {
        return load;
    }

    Witness witness() {
        return witness;
    }

    /** Some processor. */
    String anyProcessor() {
        return fleet.names().get(random.nextInt(fleet.names().size()));
    }

    int anyBroker() {
        return random.nextInt(ThreeBrokers.BROKERS);
    }

    /** Lets time pass, a random part of it. */
    void pause(Duration least, Duration most) throws InterruptedException {
        Thread.sleep(least.toMillis() + random.nextInt((int) most.minus(least).toMillis() + 1));
    }

    /** Waits until all processors that should be there, and no others, have their partitions. */
    void awaitMembers() {
        await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).ignoreExceptions().until(() -> {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(APPLICATION))
                    .describedGroups()
                    .get(APPLICATION)
                    .get();
            return fleet.allRunning()
                    && group.groupState() == GroupState.STABLE
                    && group.members().size() == fleet.names().size();
        });
    }

    /** Waits until every replica has what its leader has. */
    void awaitReplicas() {
        await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).ignoreExceptions().until(() -> {
            Map<String, TopicDescription> topics = admin.describeTopics(
                            admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            return topics.values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        });
    }

    /** Waits as long as outcomes come, however slowly, until every request has its own; outcomes that are missing in the end. */
    int awaitOutcomes() throws InterruptedException {
        int missing = witness.missing();
        long lastCame = System.nanoTime();
        while (missing > 0 && System.nanoTime() - lastCame < PATIENCE.toNanos()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis() / 4);
            int left = witness.missing();
            if (left < missing) {
                lastCame = System.nanoTime();
            }
            missing = left;
        }
        return missing;
    }

    /** Waits until nothing is unread and nothing is in a store. */
    void awaitNoLag() {
        await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).ignoreExceptions().until(() -> {
            LagReport report = lag.read();
            return report.lag() + report.pending() == 0;
        });
    }

    KafkaConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        fleet.close();
        witness.close();
        load.close();
        lag.close();
        admin.close();
        cluster.close();
    }
}
