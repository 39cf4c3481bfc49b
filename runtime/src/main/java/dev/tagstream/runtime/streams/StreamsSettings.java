package dev.tagstream.runtime.streams;

import dev.tagstream.runtime.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told, made of {@link KafkaSettings}. */
public final class StreamsSettings {
    /** An idle thread sleeps no longer than this in a poll, or finished work would wait for it. */
    private static final int POLL_MS = 20;

    /** Each batch costs a compressor, a wake-up of the network thread and a share of a request: Kafka's 16 KiB fill up soon. */
    private static final int BATCH_BYTES = 128 * 1024;

    private StreamsSettings() {}

    /** A new process first copies stores and then gets their partitions, at the next look: Kafka's ten minutes are long to idle. */
    private static final int PROBING_MS = 60_000;

    /** @param guarantee {@code processing.guarantee} by Kafka's names */
    public static Properties of(Settings settings, String guarantee) {
        Properties streams = new Properties();
        streams.put(StreamsConfig.CLIENT_ID_CONFIG, settings.text("application.id"));
        streams.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        streams.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS);
        streams.putAll(settings.under(KafkaSettings.KAFKA_PREFIX));
        streams.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text("bootstrap.servers"));
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.text("application.id"));
        streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.text("state.dir"));
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.number("stream.threads"));
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.number("num.standby.replicas"));
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.longNumber("commit.interval.ms"));
        streams.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        if (guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            streams.put(
                    StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                    settings.number("transaction.timeout.ms"));
        }
        streams.put( // whatever the guarantee for what is written, no tag of a publication that was called off
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        consumer(streams, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, settings.number("max.poll.interval.ms"));
        consumer(streams, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.number("max.poll.records"));
        consumer(streams, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, settings.number("session.timeout.ms"));
        consumer(streams, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, settings.number("heartbeat.interval.ms"));
        settings.optionalText("group.instance.id")
                .ifPresent(id -> consumer(streams, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return streams;
    }

    private static void consumer(Properties streams, String key, Object value) {
        streams.put(StreamsConfig.mainConsumerPrefix(key), value);
    }

    /** What the Schema Registry client is told, by its own names. */
    public static Map<String, Object> registry(Settings settings) {
        Map<String, Object> registry = new HashMap<>(settings.under(KafkaSettings.REGISTRY_PREFIX));
        registry.put("schema.registry.url", settings.text("schema.registry.url"));
        return registry;
    }
}
