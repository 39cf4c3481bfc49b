package dev.tagstream.processor;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told. */
final class StreamsSettings {
    /** An idle thread sleeps no longer than this in a poll, or finished outcomes would wait for it. */
    private static final int POLL_MS = 20;

    /** Each batch costs a compressor, a wake-up of the network thread and a share of a request: Kafka's 16 KiB fill up soon. */
    private static final int BATCH_BYTES = 128 * 1024;

    private StreamsSettings() {}

    static Properties of(ProcessorConfig config) {
        Properties streams = new Properties();
        streams.put(StreamsConfig.CLIENT_ID_CONFIG, config.applicationId());
        streams.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        streams.putAll(config.kafka());
        streams.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        streams.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.processingGuarantee());
        streams.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        streams.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        if (config.processingGuarantee().equals(ProcessorSettings.EXACTLY_ONCE)) {
            streams.put(
                    StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                    millis(config.transactionTimeout()));
        }
        streams.put( // whatever the guarantee for predictions, no tag of a publication that was called off
                StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        consumer(streams, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(config.maxPollInterval()));
        consumer(streams, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxPollRecords());
        consumer(streams, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(config.sessionTimeout()));
        consumer(streams, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(config.heartbeatInterval()));
        config.groupInstanceId().ifPresent(id -> consumer(streams, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
        return streams;
    }

    private static void consumer(Properties streams, String key, Object value) {
        streams.put(StreamsConfig.mainConsumerPrefix(key), value);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
