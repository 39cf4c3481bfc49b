package dev.tagstream.cli.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker, with its controller, in this JVM; its clients are any Kafka clients on this machine.
 *
 * <p>A folder is formatted once; a broker started on it again has the topics, records and offsets of before, whether or
 * not it was closed. One folder serves one broker at a time.
 */
public final class LocalBroker implements AutoCloseable {
    private static final String FORMATTED_MARK = "meta.properties";

    private final KafkaRaftServer server;
    private final int port;

    private LocalBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param folder where it keeps everything; made if absent
     * @param port the clients' port, or 0 for a free one
     * @throws LocalStackException if it cannot start
     */
    public static LocalBroker start(Path folder, int port) {
        List<Integer> free = LoopbackPorts.free(2);
        int brokerPort = port == 0 ? free.get(0) : port;
        Path logFolder = folder.resolve("log");
        Properties settings = new BrokerSettings(logFolder, brokerPort, free.get(1)).properties();
        try {
            if (!Files.exists(logFolder.resolve(FORMATTED_MARK))) {
                format(folder, settings);
            }
            return new LocalBroker(startServer(settings), brokerPort);
        } catch (IOException e) {
            throw new LocalStackException("Kafka cannot use the folder " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** The address that clients connect to first. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** Ends the broker; what was acknowledged is on disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder, Properties settings) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("format.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status;
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            String clusterId = Uuid.randomUuid().toString();
            status = StorageTool.execute(
                    new String[] {"format", "--cluster-id", clusterId, "--config", file.toString()}, out);
        }
        if (status != 0) {
            throw new LocalStackException("Kafka cannot format the folder %s: %s"
                    .formatted(folder, said.toString(StandardCharsets.UTF_8).strip()));
        }
        Files.delete(file);
    }

    private static KafkaRaftServer startServer(Properties settings) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw new LocalStackException("Kafka did not start: " + e.getMessage() + ".", e);
        }
    }
}
