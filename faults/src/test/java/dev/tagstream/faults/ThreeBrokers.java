package dev.tagstream.faults;

import dev.tagstream.cli.admin.MissingTopics;
import dev.tagstream.local.BrokerFolder;
import dev.tagstream.local.BrokerProcess;
import dev.tagstream.local.BrokerSettings;
import dev.tagstream.local.LocalRegistry;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.local.LoopbackPorts;
import dev.tagstream.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A cluster of three brokers, each with a controller and in a JVM of its own, and a registry beside it. Every topic has three replicas,
 * of which two must have what was acknowledged, so that one broker may be gone.
 */
public final class ThreeBrokers implements AutoCloseable {
    public static final int BROKERS = 3;
    public static final int PARTITIONS = 8;

    /** Three that start, and others beside them, on two cores. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final List<Integer> ports;
    private final List<Integer> outerPorts;
    private final List<Integer> controllerPorts;
    private final Optional<String> outerAddress;
    private final List<Path> settings = new ArrayList<>();
    private final List<BrokerProcess> brokers = new ArrayList<>();
    private final int registryPort;
    private LocalRegistry registry;
    private int starts;

    /** @param outerAddress a second address where the brokers listen */
    public ThreeBrokers(Path folder, Optional<String> outerAddress) {
        this.folder = folder;
        this.outerAddress = outerAddress;
        List<Integer> free = LoopbackPorts.free(3 * BROKERS + 1);
        this.ports = free.subList(0, BROKERS);
        this.outerPorts = free.subList(BROKERS, 2 * BROKERS);
        this.controllerPorts = free.subList(2 * BROKERS, 3 * BROKERS);
        this.registryPort = free.get(3 * BROKERS);
        String clusterId = Uuid.randomUuid().toString();
        CompletableFuture<LocalRegistry> starting = CompletableFuture.supplyAsync(this::openRegistry);
        for (int broker = 0; broker < BROKERS; broker++) {
            settings.add(BrokerFolder.prepare(brokerFolder(broker), settingsOf(broker), clusterId, List.of()));
        }
        // All at once: none takes clients before there is a quorum of controllers.
        IntStream.range(0, BROKERS)
                .mapToObj(broker -> CompletableFuture.supplyAsync(() -> open(broker)))
                .toList()
                .forEach(opening -> brokers.add(opening.join()));
        this.registry = starting.join();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            MissingTopics.create(admin, topics(), PARTITIONS, (short) BROKERS);
        }
    }

    public String bootstrapServers() {
        return servers(LoopbackPorts.HOST, ports);
    }

    /** At the second address. */
    public String outerBootstrapServers() {
        return servers(outerAddress.orElseThrow(), outerPorts);
    }

    public String registryUrl() {
        return registry.url();
    }

    public int registryPort() {
        return registryPort;
    }

    public static Topics topics() {
        return Topics.withPrefix("");
    }

    public void killBroker(int broker) {
        Jvm.signal(brokers.get(broker).program(), "KILL");
        brokers.get(broker).close();
    }

    /** On what it had. */
    public void restartBroker(int broker) {
        brokers.set(broker, open(broker));
    }

    public void pauseBroker(int broker) {
        Jvm.signal(brokers.get(broker).program(), "STOP");
    }

    public void letBrokerGoOn(int broker) {
        Jvm.signal(brokers.get(broker).program(), "CONT");
    }

    public void stopRegistry() {
        registry.close();
    }

    /** At the same address, with the same schemas. */
    public void restartRegistry() {
        registry = openRegistry();
    }

    @Override
    public void close() {
        registry.close();
        brokers.forEach(broker -> Jvm.signal(broker.program(), "KILL"));
        brokers.forEach(BrokerProcess::close);
    }

    private BrokerProcess open(int broker) {
        Path log = brokerFolder(broker).resolve("kafka-%d.log".formatted(start()));
        return BrokerProcess.start(settings.get(broker), log, ports.get(broker), JVM_OPTIONS);
    }

    private synchronized int start() {
        return starts++;
    }

    private LocalRegistry openRegistry() {
        return LocalRegistry.start(LocalStackOptions.unpackedRegistry(), folder.resolve("registry"), registryPort);
    }

    private Path brokerFolder(int broker) {
        return folder.resolve("kafka-" + (broker + 1));
    }

    private static String servers(String host, List<Integer> ports) {
        return ports.stream().map(port -> host + ":" + port).collect(Collectors.joining(","));
    }

    private Properties settingsOf(int broker) {
        Properties one = new BrokerSettings(
                        brokerFolder(broker).resolve("log"), ports.get(broker), controllerPorts.get(broker))
                .properties();
        one.setProperty("node.id", String.valueOf(broker + 1));
        one.setProperty(
                "controller.quorum.voters",
                IntStream.range(0, BROKERS)
                        .mapToObj(i -> "%d@%s:%d".formatted(i + 1, LoopbackPorts.HOST, controllerPorts.get(i)))
                        .collect(Collectors.joining(",")));
        outerAddress.ifPresent(address -> addOuterListener(one, address, outerPorts.get(broker)));
        for (String replicas : List.of(
                "default.replication.factor",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor")) {
            one.setProperty(replicas, String.valueOf(BROKERS));
        }
        one.setProperty("min.insync.replicas", "2");
        one.setProperty("transaction.state.log.min.isr", "2");
        // A dead broker is given up after this long: its partitions have no leader until then.
        one.setProperty("broker.session.timeout.ms", "6000");
        one.setProperty("broker.heartbeat.interval.ms", "1000");
        one.setProperty("controller.quorum.fetch.timeout.ms", "5000"); // of a machine that others use too
        // What a processor that is gone has left open holds up its successor and all readers until this look after its
        // timeout.
        one.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        return one;
    }

    private static void addOuterListener(Properties settings, String address, int port) {
        String listener = ",OUTER://%s:%d".formatted(address, port);
        for (String listeners : List.of("listeners", "advertised.listeners")) {
            settings.setProperty(listeners, settings.getProperty(listeners) + listener);
        }
        settings.setProperty(
                "listener.security.protocol.map",
                settings.getProperty("listener.security.protocol.map") + ",OUTER:PLAINTEXT");
    }
}
