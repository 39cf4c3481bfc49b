package dev.tagstream.runtime.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.runtime.config.PassThrough;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** Where a service works, and what it tells Kafka: the same settings for every service. */
public final class KafkaSettings {
    public static final String KAFKA_PREFIX = "kafka.";
    public static final String REGISTRY_PREFIX = "registry.";

    public static final List<PassThrough> PASSED_ON = List.of(
            new PassThrough(KAFKA_PREFIX, "Goes to Kafka Streams and its clients by their names, unless named above."),
            new PassThrough(REGISTRY_PREFIX, "Goes to the Schema Registry client, for instance basic.auth.user.info."));

    private KafkaSettings() {}

    /** Adds them to a service's own; each has its own application id and state folder, and commits at its own pace. */
    public static void define(
            ConfigDef config, String applicationId, String stateDir, Duration commitInterval, String aboutCommits) {
        places(config, applicationId, stateDir);
        kafka(config);
        config.define(
                "commit.interval.ms",
                ConfigDef.Type.LONG,
                commitInterval.toMillis(),
                ConfigDef.Range.atLeast(1L),
                LOW,
                aboutCommits);
    }

    private static void places(ConfigDef config, String applicationId, String stateDir) {
        config.define(
                        "bootstrap.servers",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Kafka brokers to start from, host:port, separated by commas.")
                .define(
                        "schema.registry.url",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Schema Registry, or several separated by commas.")
                .define(
                        "application.id",
                        ConfigDef.Type.STRING,
                        applicationId,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Consumer group, transactional ids and start of the changelog topic's name. Processes that share"
                                + " it share the work.")
                .define("topic.prefix", ConfigDef.Type.STRING, "", MEDIUM, "Put before the name of every topic.")
                .define(
                        "state.dir",
                        ConfigDef.Type.STRING,
                        stateDir,
                        new ConfigDef.NonEmptyString(),
                        MEDIUM,
                        "Folder of the state stores; what is lost there is restored from the changelog topics.");
    }

    private static void kafka(ConfigDef config) {
        config.define(
                        "stream.threads",
                        ConfigDef.Type.INT,
                        2,
                        ConfigDef.Range.between(1, 256),
                        MEDIUM,
                        "Threads that decode and validate.")
                .define(
                        "transaction.timeout.ms",
                        ConfigDef.Type.INT,
                        10_000,
                        ConfigDef.Range.atLeast(1_000),
                        MEDIUM,
                        "After this long the broker aborts a transaction whose process is gone; until then readers wait."
                                + " A tenth of it bounds how long reading waits for a full queue.")
                .define(
                        "max.poll.interval.ms",
                        ConfigDef.Type.INT,
                        300_000,
                        ConfigDef.Range.atLeast(1_000),
                        LOW,
                        "A stream thread that has not polled for this long loses its partitions.")
                .define(
                        "max.poll.records",
                        ConfigDef.Type.INT,
                        500,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Records a poll returns at most.")
                .define(
                        "session.timeout.ms",
                        ConfigDef.Type.INT,
                        15_000,
                        ConfigDef.Range.atLeast(1_000),
                        LOW,
                        "A process that has sent no heartbeat for this long loses its partitions.")
                .define(
                        "heartbeat.interval.ms",
                        ConfigDef.Type.INT,
                        3_000,
                        ConfigDef.Range.atLeast(100),
                        LOW,
                        "Time between heartbeats.")
                .define(
                        "num.standby.replicas",
                        ConfigDef.Type.INT,
                        1,
                        ConfigDef.Range.between(0, 16),
                        LOW,
                        "Other processes that keep a copy of each state store, so that who takes partitions over from one that is"
                                + " gone has little to restore. Needs as many more processes; without them it costs nothing.")
                .define(
                        "group.instance.id",
                        ConfigDef.Type.STRING,
                        null,
                        LOW,
                        "Name of this process for static membership: restarted within the session timeout under the same"
                                + " name, it gets its partitions back without a rebalance. Must be unique in the group.");
    }
}
