package dev.tagstream.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * One topic with every setting that matters, none of them left to the broker's defaults.
 *
 * @param name full name, prefix included
 * @param key how keys are written
 * @param keyDoc what the key is
 * @param value record type of the values, under the Confluent wire format
 * @param partitions default number of partitions
 * @param fixedPartitions whether no other number is allowed
 * @param compacted whether only the last record of each key is kept
 * @param retention how long records are kept; null keeps them forever
 * @param timestamps whose clock a record's timestamp is, and so what retention counts from
 * @param maxMessageBytes largest record batch the topic takes
 * @param doc what travels here, and why the settings are what they are
 */
public record TopicSpec(
        String name,
        KeyFormat key,
        String keyDoc,
        Class<? extends SpecificRecord> value,
        int partitions,
        boolean fixedPartitions,
        boolean compacted,
        @Nullable Duration retention,
        Timestamps timestamps,
        int maxMessageBytes,
        String doc) {

    /** How long a deleted key stays visible, so that a reader that was away may still learn of it. */
    private static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

    /** Whose clock sets the timestamp of a record. */
    public enum Timestamps {
        SENDER("CreateTime"),
        BROKER("LogAppendTime");

        private final String kafkaName;

        Timestamps(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        public String kafkaName() {
            return kafkaName;
        }
    }

    /** The topic with its default number of partitions. */
    public NewTopic newTopic(short replicationFactor) {
        return newTopic(partitions, replicationFactor);
    }

    /**
     * The topic as the admin client creates it. Where there are at least three replicas, two must have a record before it
     * counts as written.
     *
     * @param wantedPartitions ignored where the number of partitions is fixed
     */
    public NewTopic newTopic(int wantedPartitions, short replicationFactor) {
        Map<String, String> configs = new TreeMap<>(configs());
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicationFactor >= 3 ? "2" : "1");
        return new NewTopic(
                        name,
                        Optional.of(fixedPartitions ? partitions : wantedPartitions),
                        Optional.of(replicationFactor))
                .configs(configs);
    }

    /** Topic settings by Kafka's names, without those that depend on the number of replicas. */
    public Map<String, String> configs() {
        Map<String, String> configs = new TreeMap<>();
        configs.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                compacted ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention == null ? -1 : retention.toMillis()));
        configs.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps.kafkaName());
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes));
        if (compacted) {
            configs.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, String.valueOf(TOMBSTONE_RETENTION.toMillis()));
        }
        return configs;
    }
}
