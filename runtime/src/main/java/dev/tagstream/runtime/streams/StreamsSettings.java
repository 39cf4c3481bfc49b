package dev.tagstream.runtime.streams;

import static dev.tagstream.runtime.streams.KafkaSettings.APPLICATION_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static dev.tagstream.runtime.streams.KafkaSettings.COMMIT_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.GROUP_INSTANCE_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.HEARTBEAT_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.MAX_POLL_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.MAX_POLL_RECORDS;
import static dev.tagstream.runtime.streams.KafkaSettings.SESSION_TIMEOUT;
import static dev.tagstream.runtime.streams.KafkaSettings.STANDBY_REPLICAS;
import static dev.tagstream.runtime.streams.KafkaSettings.STATE_DIR;
import static dev.tagstream.runtime.streams.KafkaSettings.STREAM_THREADS;
import static dev.tagstream.runtime.streams.KafkaSettings.TRANSACTION_TIMEOUT;
import static dev.tagstream.runtime.streams.KafkaSettings.clients;

import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import java.time.Duration;
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

    /** A new process first copies stores and then gets their partitions, at the next look: Kafka's ten minutes are long to idle. */
    private static final int PROBING_MS = 60_000;

    private StreamsSettings() {}

    /** @param guarantee {@code processing.guarantee} by Kafka's names */
    public static Properties of(Settings settings, String guarantee) {
        Properties streams = new Properties();
        streams.put(StreamsConfig.CLIENT_ID_CONFIG, settings.get(APPLICATION_ID));
        streams.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        streams.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS);
        streams.putAll(clients(settings));
        streams.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(BOOTSTRAP_SERVERS));
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.get(APPLICATION_ID));
        streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.get(STATE_DIR).toString());
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.get(STREAM_THREADS));
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.get(STANDBY_REPLICAS));
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        streams.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.get(COMMIT_INTERVAL).toMillis());
        streams.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        if (guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            streams.put(
                    StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                    millis(settings, TRANSACTION_TIMEOUT));
        }
        streams.put( // whatever the guarantee for what is written, no tag of a publication that was called off
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        consumer(streams, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(settings, MAX_POLL_INTERVAL));
        consumer(streams, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.get(MAX_POLL_RECORDS));
        consumer(streams, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(settings, SESSION_TIMEOUT));
        consumer(streams, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(settings, HEARTBEAT_INTERVAL));
        settings.get(GROUP_INSTANCE_ID).ifPresent(id -> consumer(streams, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return streams;
    }

    private static void consumer(Properties streams, String key, Object value) {
        streams.put(StreamsConfig.mainConsumerPrefix(key), value);
    }

    /** As Kafka's clients have most times: an int. */
    private static int millis(Settings settings, Setting<Duration> time) {
        return Math.toIntExact(settings.get(time).toMillis());
    }
}
