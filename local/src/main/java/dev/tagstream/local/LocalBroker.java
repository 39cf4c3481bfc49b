package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker, with its controller, in this JVM; its clients are any Kafka clients on this machine.
 *
 * <p>A folder is formatted once; a broker started on it again has the topics, records and offsets of before, whether or
 * not it was closed. One folder serves one broker at a time.
 */
public final class LocalBroker implements StackBroker {
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
     * @throws TagstreamException if it cannot start
     */
    public static LocalBroker start(Path folder, int port) {
        List<Integer> free = LoopbackPorts.free(2);
        int brokerPort = port == 0 ? free.get(0) : port;
        Path file = BrokerFolder.prepare(folder, brokerPort, free.get(1));
        return new LocalBroker(startServer(BrokerFolder.settings(file)), brokerPort);
    }

    @Override
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** Ends the broker; what was acknowledged is on disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static KafkaRaftServer startServer(Properties settings) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw new TagstreamException("Kafka did not start: " + e.getMessage() + ".", e);
        }
    }
}
