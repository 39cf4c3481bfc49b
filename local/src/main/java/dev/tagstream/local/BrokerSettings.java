package dev.tagstream.local;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings of a single-node Kafka: controller and broker in one, on the loopback address.
 *
 * <p>Replication factors are one, because there is one node; the internal topics have few partitions, because each one
 * costs start-up time; topics are never created by accident, because theirs are explicit settings.
 */
public record BrokerSettings(Path logFolder, int brokerPort, int controllerPort) {

    public Properties properties() {
        Properties settings = new Properties();
        addNode(settings);
        addSingleReplicas(settings);
        addSizes(settings);
        return settings;
    }

    private void addNode(Properties settings) {
        String broker = LoopbackPorts.HOST + ":" + brokerPort;
        String controller = LoopbackPorts.HOST + ":" + controllerPort;
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.voters", "1@" + controller);
        settings.setProperty("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
        settings.setProperty("advertised.listeners", "PLAINTEXT://" + broker);
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("log.dirs", logFolder.toAbsolutePath().toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    private static void addSingleReplicas(Properties settings) {
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "2");
    }

    private static void addSizes(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        // The default reserves 128 MiB of this JVM's heap.
        settings.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
    }
}
