package dev.tagstream.runtime.streams;

import static dev.tagstream.runtime.streams.KafkaSettings.KAFKA_PREFIX;

import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of {@link KafkaSettings} contradict each other. */
public final class KafkaRules {
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

    private KafkaRules() {}

    public static List<SettingsRule> all() {
        return List.of(
                KafkaRules::topicPrefix,
                KafkaRules::heartbeatsPerSession,
                KafkaRules::sessionInPollInterval,
                KafkaRules::nothingTwice);
    }

    private static Optional<String> topicPrefix(Settings settings) {
        try {
            Topics.withPrefix(settings.text("topic.prefix"));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s: %s".formatted(settings.told("topic.prefix"), e.getMessage()));
        }
    }

    private static Optional<String> heartbeatsPerSession(Settings settings) {
        return problem(
                settings.number("heartbeat.interval.ms") > settings.number("session.timeout.ms") / 3,
                "%s is more than a third of %s, so one lost heartbeat could cost the partitions"
                        .formatted(settings.told("heartbeat.interval.ms"), settings.told("session.timeout.ms")));
    }

    private static Optional<String> sessionInPollInterval(Settings settings) {
        return problem(
                settings.number("session.timeout.ms") > settings.number("max.poll.interval.ms"),
                "%s is more than %s, which bounds it from above"
                        .formatted(settings.told("session.timeout.ms"), settings.told("max.poll.interval.ms")));
    }

    private static Optional<String> nothingTwice(Settings settings) {
        String twice = settings.under(KAFKA_PREFIX).keySet().stream()
                .filter(key -> TAKEN.contains(CLIENT_PREFIX.matcher(key).replaceFirst("")))
                .map(key -> settings.told(KAFKA_PREFIX + key))
                .collect(Collectors.joining(", "));
        return problem(
                !twice.isEmpty(),
                "%s can't be passed on: this is a setting of the program itself, without the prefix, or fixed"
                        .formatted(twice));
    }

    private static Optional<String> problem(boolean broken, String sentence) {
        return broken ? Optional.of(sentence) : Optional.empty();
    }
}
