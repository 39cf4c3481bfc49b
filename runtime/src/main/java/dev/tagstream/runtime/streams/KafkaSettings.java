package dev.tagstream.runtime.streams;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.runtime.config.PassThrough;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a service works, and what it tells Kafka: the same settings for every service. */
public final class KafkaSettings {
    private static final PassThrough CLIENTS =
            new PassThrough("kafka.", "Goes to Kafka Streams and its clients by their names, unless named above.");

    private static final PassThrough REGISTRY =
            new PassThrough("registry.", "Goes to the Schema Registry client, for instance basic.auth.user.info.");

    public static final List<PassThrough> PASSED_ON = List.of(CLIENTS, REGISTRY);

    public static final Setting<String> BOOTSTRAP_SERVERS =
            Setting.requiredText("bootstrap.servers", "Kafka brokers to start from, host:port, separated by commas.");

    private static final Setting<String> REGISTRY_URL =
            Setting.requiredText("schema.registry.url", "Schema Registry, or several separated by commas.");

    public static final Setting<String> APPLICATION_ID = Setting.requiredText(
            "application.id",
            "Consumer group, transactional ids and start of the changelog topic's name. Processes that share it share the"
                    + " work.");

    private static final Setting<String> TOPIC_PREFIX =
            Setting.anyText("topic.prefix", "Put before the name of every topic.");

    public static final Setting<Path> STATE_DIR = Setting.requiredText(
                    "state.dir",
                    "Folder of the state stores; what is lost there is restored from the changelog topics.")
            .as(Path::of);

    static final Setting<Integer> STREAM_THREADS =
            Setting.number("stream.threads", 2, between(1, 256), "Threads that decode and validate.");

    public static final Setting<Duration> COMMIT_INTERVAL =
            Setting.longMilliseconds("commit.interval.ms", 100, atLeast(1), "Time between two commits.");

    public static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.milliseconds(
            "transaction.timeout.ms",
            10_000,
            atLeast(1_000),
            "After this long the broker aborts a transaction whose process is gone; until then readers wait."
                    + " A tenth of it bounds how long reading waits for a full queue.");

    public static final Setting<Duration> MAX_POLL_INTERVAL = Setting.milliseconds(
            "max.poll.interval.ms",
            300_000,
            atLeast(1_000),
            "A stream thread that has not polled for this long loses its partitions.");

    static final Setting<Integer> MAX_POLL_RECORDS =
            Setting.number("max.poll.records", 500, atLeast(1), "Records a poll returns at most.");

    static final Setting<Duration> SESSION_TIMEOUT = Setting.milliseconds(
            "session.timeout.ms",
            15_000,
            atLeast(1_000),
            "A process that has sent no heartbeat for this long loses its partitions.");

    static final Setting<Duration> HEARTBEAT_INTERVAL =
            Setting.milliseconds("heartbeat.interval.ms", 3_000, atLeast(100), "Time between heartbeats.");

    static final Setting<Integer> STANDBY_REPLICAS = Setting.number(
            "num.standby.replicas",
            1,
            between(0, 16),
            "Other processes that keep a copy of each state store, so that who takes partitions over from one that is"
                    + " gone has little to restore. Needs as many more processes; without them it costs nothing.");

    public static final Setting<Optional<String>> GROUP_INSTANCE_ID = Setting.optionalText(
            "group.instance.id",
            "Name of this process for static membership: restarted within the session timeout under the same name, it"
                    + " gets its partitions back without a rebalance. Must be unique in the group.");

    /** Kafka's names for what has a setting of its own here, or is no one's to choose. */
    private static final Set<String> TAKEN = Set.of(
            "bootstrap.servers",
            "application.id",
            "state.dir",
            "num.stream.threads",
            "num.standby.replicas",
            "processing.guarantee",
            "transaction.timeout.ms",
            "commit.interval.ms",
            "max.poll.interval.ms",
            "max.poll.records",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "group.instance.id",
            "group.protocol",
            "isolation.level",
            "enable.idempotence",
            "poll.ms");

    /** What Kafka Streams puts before a setting that is for one of its clients. */
    private static final Pattern CLIENT_PREFIX =
            Pattern.compile("^(main\\.consumer|restore\\.consumer|global\\.consumer|consumer|producer|admin)\\.");

    private KafkaSettings() {}

    /**
     * All of them, for one service.
     *
     * @param applicationId its default
     * @param stateDir its default
     * @param commitInterval {@link #COMMIT_INTERVAL} as the service has it
     */
    public static SettingsGroup group(String applicationId, String stateDir, Setting<Duration> commitInterval) {
        return SettingsGroup.of(
                        BOOTSTRAP_SERVERS,
                        REGISTRY_URL,
                        APPLICATION_ID.withDefault(applicationId),
                        TOPIC_PREFIX,
                        STATE_DIR.withDefault(stateDir),
                        STREAM_THREADS,
                        commitInterval,
                        TRANSACTION_TIMEOUT,
                        MAX_POLL_INTERVAL,
                        MAX_POLL_RECORDS,
                        SESSION_TIMEOUT,
                        HEARTBEAT_INTERVAL,
                        STANDBY_REPLICAS,
                        GROUP_INSTANCE_ID)
                .checkedBy(
                        KafkaSettings::topicPrefix,
                        KafkaSettings::heartbeatsPerSession,
                        KafkaSettings::sessionInPollInterval,
                        KafkaSettings::nothingTwice);
    }

    public static Topics topics(Settings settings) {
        return Topics.withPrefix(settings.get(TOPIC_PREFIX));
    }

    /** What is passed on to Kafka's clients, by their own names; nothing that has a setting of its own here. */
    public static Map<String, Object> clients(Settings settings) {
        return settings.under(CLIENTS);
    }

    /** What the Schema Registry client is told, by its own names. */
    public static Map<String, Object> registry(Settings settings) {
        Map<String, Object> registry = new HashMap<>(settings.under(REGISTRY));
        registry.put("schema.registry.url", settings.get(REGISTRY_URL));
        return registry;
    }

    private static Optional<String> topicPrefix(Settings settings) {
        try {
            topics(settings);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s: %s".formatted(settings.told(TOPIC_PREFIX), e.getMessage()));
        }
    }

    private static Optional<String> heartbeatsPerSession(Settings settings) {
        return SettingsRule.when(
                settings.get(HEARTBEAT_INTERVAL).multipliedBy(3).compareTo(settings.get(SESSION_TIMEOUT)) > 0,
                "%s is more than a third of %s, so one lost heartbeat could cost the partitions"
                        .formatted(settings.told(HEARTBEAT_INTERVAL), settings.told(SESSION_TIMEOUT)));
    }

    private static Optional<String> sessionInPollInterval(Settings settings) {
        return SettingsRule.when(
                settings.get(SESSION_TIMEOUT).compareTo(settings.get(MAX_POLL_INTERVAL)) > 0,
                "%s is more than %s, which bounds it from above"
                        .formatted(settings.told(SESSION_TIMEOUT), settings.told(MAX_POLL_INTERVAL)));
    }

    private static Optional<String> nothingTwice(Settings settings) {
        String twice = clients(settings).keySet().stream()
                .filter(key -> TAKEN.contains(CLIENT_PREFIX.matcher(key).replaceFirst("")))
                .map(key -> settings.told(CLIENTS, key))
                .collect(Collectors.joining(", "));
        return SettingsRule.when(
                !twice.isEmpty(),
                "%s can't be passed on: this is a setting of the program itself, without the prefix, or fixed"
                        .formatted(twice));
    }
}
