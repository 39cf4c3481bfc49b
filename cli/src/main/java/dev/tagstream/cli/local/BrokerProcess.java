package dev.tagstream.cli.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Kafka broker, with its controller, in a JVM of its own: where its processor time has to be told from that of its
 * clients. It ends with this JVM at the latest.
 */
final class BrokerProcess implements StackBroker {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

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
     * @throws LocalStackException if it cannot start
     */
    static BrokerProcess start(Path folder, int port) {
        List<Integer> free = LoopbackPorts.free(2);
        int brokerPort = port == 0 ? free.get(0) : port;
        Path settings = BrokerFolder.prepare(folder, brokerPort, free.get(1));
        Path log = folder.resolve("kafka.log");
        try {
            BrokerProcess broker = new BrokerProcess(TetheredProcess.start(command(settings), log), brokerPort);
            broker.awaitConnections(log);
            return broker;
        } catch (IOException e) {
            throw new LocalStackException("Kafka cannot start: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> command(Path settings) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", // as Kafka's own start script has it
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.Kafka",
                settings.toAbsolutePath().toString());
    }

    private void awaitConnections(Path log) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!LoopbackPorts.listens(port)) {
                if (!process.alive() || System.nanoTime() > deadline) {
                    process.close();
                    throw new LocalStackException("Kafka did not start; %s says why.".formatted(log));
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new LocalStackException("The start of Kafka was interrupted.", e);
        }
    }

    @Override
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
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
