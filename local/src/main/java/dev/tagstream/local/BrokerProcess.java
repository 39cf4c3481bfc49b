package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real Kafka broker, with its controller, in a JVM of its own: where its processor time has to be told from that of its
 * clients. It ends with this JVM at the latest.
 */
public final class BrokerProcess implements StackBroker {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** As Kafka's own start script has it. */
    private static final String HEAP = "-Xmx1g";

    private final TetheredProcess process;
    private final int port;

    private BrokerProcess(TetheredProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes connections.
     *
     * @param folder where it keeps everything, its log {@code kafka.log} included; made if absent
     * @param port the clients' port, or 0 for a free one
     * @throws TagstreamException if it cannot start
     */
    public static BrokerProcess start(Path folder, int port) {
        List<Integer> free = LoopbackPorts.free(2);
        int brokerPort = port == 0 ? free.get(0) : port;
        return start(
                BrokerFolder.prepare(folder, brokerPort, free.get(1)),
                folder.resolve("kafka.log"),
                brokerPort,
                List.of(HEAP));
    }

    /**
     * Starts a broker with settings of one's own.
     *
     * @param port where it takes connections by its settings
     * @param jvmOptions its heap, at least
     */
    public static BrokerProcess start(Path settings, Path log, int port, List<String> jvmOptions) {
        try {
            BrokerProcess broker = new BrokerProcess(TetheredProcess.start(command(settings, jvmOptions), log), port);
            broker.awaitConnections(log);
            return broker;
        } catch (IOException e) {
            throw new TagstreamException("Kafka cannot start: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> command(Path settings, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.Kafka",
                settings.toAbsolutePath().toString()));
        return command;
    }

    private void awaitConnections(Path log) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!LoopbackPorts.listens(port)) {
                if (!process.alive() || System.nanoTime() > deadline) {
                    process.close();
                    throw new TagstreamException("Kafka did not start; %s says why.".formatted(log));
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new TagstreamException("The start of Kafka was interrupted.", e);
        }
    }

    @Override
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** The broker's own process, once it runs. */
    public Optional<ProcessHandle> program() {
        return process.program();
    }

    /** Processor time it has used so far. */
    Duration cpuTime() {
        return process.cpuTime();
    }

    @Override
    public void close() {
        process.close();
    }
}
