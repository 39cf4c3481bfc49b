package dev.tagstream.processor;

import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the processor's settings contradict each other. */
final class ProcessorRules {
    /** A stream thread may wait for room in the queue this part of the transaction timeout. */
    static final int WAIT_PART = 10;

    /** Left beside protein and SMILES for identifiers, functions, key and headers of a request. */
    private static final int REQUEST_OVERHEAD_BYTES = 8_192;

    /** Kafka's names for what has a setting of its own here, or is no one's to choose. */
    private static final Set<String> TAKEN = Set.of(
            "bootstrap.servers",
            "application.id",
            "state.dir",
            "num.stream.threads",
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

    private ProcessorRules() {}

    static List<SettingsRule> all() {
        return List.of(
                ProcessorRules::topicPrefix,
                ProcessorRules::batchInQueue,
                ProcessorRules::transactionOutlastsWaiting,
                ProcessorRules::heartbeatsPerSession,
                ProcessorRules::sessionInPollInterval,
                ProcessorRules::requestInRecord,
                ProcessorRules::nothingTwice,
                ProcessorRules::limitsTogether);
    }

    private static Optional<String> topicPrefix(Settings settings) {
        try {
            Topics.withPrefix(settings.text("topic.prefix"));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s: %s".formatted(settings.told("topic.prefix"), e.getMessage()));
        }
    }

    private static Optional<String> batchInQueue(Settings settings) {
        return problem(
                settings.number("batch.max.tokens") > settings.number("queue.max.tokens"),
                "%s is more than %s, so a batch could never fill"
                        .formatted(settings.told("batch.max.tokens"), settings.told("queue.max.tokens")));
    }

    /** A transaction is open for a commit interval and one time of waiting; twice that must fit. */
    private static Optional<String> transactionOutlastsWaiting(Settings settings) {
        int timeout = settings.number("transaction.timeout.ms");
        int waiting = timeout / WAIT_PART;
        return problem(
                settings.text("processing.guarantee").equals(ProcessorSettings.EXACTLY_ONCE)
                        && settings.longNumber("commit.interval.ms") + waiting > timeout / 2,
                "%s plus %d ms of waiting for a full queue is more than half of %s, so transactions could time out"
                        .formatted(
                                settings.told("commit.interval.ms"), waiting, settings.told("transaction.timeout.ms")));
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

    private static Optional<String> requestInRecord(Settings settings) {
        long most = 0L
                + settings.number("protein.max.length")
                + settings.number("smiles.max.length")
                + REQUEST_OVERHEAD_BYTES;
        return problem(
                most > settings.number("record.max.bytes"),
                "%s and %s with %d bytes for everything else are more than %s, so allowed requests would be rejected"
                        .formatted(
                                settings.told("protein.max.length"),
                                settings.told("smiles.max.length"),
                                REQUEST_OVERHEAD_BYTES,
                                settings.told("record.max.bytes")));
    }

    private static Optional<String> nothingTwice(Settings settings) {
        String twice = settings.under(ProcessorSettings.KAFKA_PREFIX).keySet().stream()
                .filter(key -> TAKEN.contains(CLIENT_PREFIX.matcher(key).replaceFirst("")))
                .map(key -> settings.told(ProcessorSettings.KAFKA_PREFIX + key))
                .collect(Collectors.joining(", "));
        return problem(
                !twice.isEmpty(),
                "%s can't be passed on: this is a setting of the processor itself, without the prefix, or fixed"
                        .formatted(twice));
    }

    /** The engine checks given limits against the model's positions, and can only do so if it is given both. */
    private static Optional<String> limitsTogether(Settings settings) {
        return problem(
                (settings.number("protein.max.tokens") == 0) != (settings.number("smiles.max.tokens") == 0),
                "%s and %s must be set together, or neither"
                        .formatted(settings.told("protein.max.tokens"), settings.told("smiles.max.tokens")));
    }

    private static Optional<String> problem(boolean broken, String sentence) {
        return broken ? Optional.of(sentence) : Optional.empty();
    }
}
