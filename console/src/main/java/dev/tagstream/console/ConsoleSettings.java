package dev.tagstream.console;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.console.reader.Installation;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import java.time.Duration;
import java.util.Optional;

/** Whether a service shows the console: the same settings for every service. */
public final class ConsoleSettings {
    private static final Setting<Boolean> ENABLED = Setting.flag(
            "console.enabled",
            false,
            "Whether the console is answered at http.port too, a page for people: / in a browser. It shows molecules and"
                    + " predictions to whoever reaches the port, and reads topics that the service itself may not need;"
                    + " docs/console.md says more.");

    private static final Setting<Duration> HISTORY = Setting.longMilliseconds(
            "console.history.ms",
            Duration.ofDays(1).toMillis(),
            between(60_000, Duration.ofDays(90).toMillis()),
            "How far back the console reads requests, predictions and rejections when it starts.");

    /** For a service that is not a processor. */
    public static final Setting<String> PROCESSOR_ID = Setting.text(
            "console.processor.id",
            "tagstream-processor",
            "application.id of the processors, whose group the console shows.");

    public static final SettingsGroup GROUP = SettingsGroup.of(ENABLED, HISTORY).checkedBy(ConsoleSettings::needsPort);

    private ConsoleSettings() {}

    /** A console needs a port to be answered at. */
    private static Optional<String> needsPort(Settings settings) {
        return SettingsRule.when(
                settings.get(ENABLED) && OpsSettings.address(settings).isEmpty(),
                "%s needs http.port, and %s".formatted(settings.told(ENABLED), settings.told(OpsSettings.PORT)));
    }

    /**
     * Empty where no console is asked for.
     *
     * @param processorId the processors' {@code application.id}
     */
    public static Optional<ConsoleOptions> options(Settings settings, String processorId) {
        return settings.get(ENABLED)
                ? Optional.of(new ConsoleOptions(
                        new Installation(
                                settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
                                KafkaSettings.clients(settings),
                                KafkaSettings.registry(settings),
                                KafkaSettings.topics(settings),
                                processorId),
                        settings.get(HISTORY),
                        settings.get(IntakeSettings.RECORD_BYTES)))
                : Optional.empty();
    }
}
