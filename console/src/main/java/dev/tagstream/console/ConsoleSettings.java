package dev.tagstream.console;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.console.reader.Installation;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.StreamsSettings;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** Whether a service shows the console: the same settings for every service. */
public final class ConsoleSettings {
    private static final String ENABLED = "console.enabled";
    private static final String HISTORY = "console.history.ms";
    private static final String PROCESSOR_ID = "console.processor.id";

    private ConsoleSettings() {}

    public static void define(ConfigDef config) {
        config.define(
                        ENABLED,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        MEDIUM,
                        "Whether the console is answered at http.port too, a page for people: / in a browser. It shows molecules and"
                                + " predictions to whoever reaches the port, and reads topics that the service itself may not need;"
                                + " docs/console.md says more.")
                .define(
                        HISTORY,
                        ConfigDef.Type.LONG,
                        Duration.ofDays(1).toMillis(),
                        ConfigDef.Range.between(60_000L, Duration.ofDays(90).toMillis()),
                        LOW,
                        "How far back the console reads requests, predictions and rejections when it starts.");
    }

    /** For a service that is not a processor. */
    public static void defineProcessorId(ConfigDef config) {
        config.define(
                PROCESSOR_ID,
                ConfigDef.Type.STRING,
                "tagstream-processor",
                new ConfigDef.NonEmptyString(),
                LOW,
                "application.id of the processors, whose group the console shows.");
    }

    /** As {@link #defineProcessorId} has it. */
    public static String processorId(Settings settings) {
        return settings.text(PROCESSOR_ID);
    }

    /** A console needs a port to be answered at. */
    public static Optional<String> needsPort(Settings settings) {
        return settings.flag(ENABLED) && settings.number("http.port") < 0
                ? Optional.of(
                        "%s needs http.port, and %s".formatted(settings.told(ENABLED), settings.told("http.port")))
                : Optional.empty();
    }

    /**
     * Empty where no console is asked for.
     *
     * @param processorId the processors' {@code application.id}
     */
    public static Optional<ConsoleOptions> options(Settings settings, String processorId) {
        return settings.flag(ENABLED)
                ? Optional.of(new ConsoleOptions(
                        new Installation(
                                settings.text("bootstrap.servers"),
                                settings.under(KafkaSettings.KAFKA_PREFIX),
                                StreamsSettings.registry(settings),
                                Topics.withPrefix(settings.text("topic.prefix")),
                                processorId),
                        settings.milliseconds(HISTORY),
                        settings.number("record.max.bytes")))
                : Optional.empty();
    }
}
