package dev.tagstream.processor;

import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsRule;
import java.util.List;
import java.util.Optional;

/** Which of the processor's settings contradict each other. */
final class ProcessorRules {
    /** A stream thread may wait for room in the queue this part of the transaction timeout. */
    static final int WAIT_PART = 10;

    private ProcessorRules() {}

    static List<SettingsRule> all() {
        return List.of(ProcessorRules::batchInQueue, ProcessorRules::transactionOutlastsWaiting);
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

    private static Optional<String> problem(boolean broken, String sentence) {
        return broken ? Optional.of(sentence) : Optional.empty();
    }
}
