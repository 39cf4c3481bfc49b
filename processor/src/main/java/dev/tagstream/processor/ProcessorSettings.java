package dev.tagstream.processor;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaRules;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/** The catalogue of the processor's settings; {@link ProcessorConfig} gives them accessors. */
final class ProcessorSettings {
    static final String EXACTLY_ONCE = "exactly_once_v2";

    private ProcessorSettings() {}

    static ConfigCatalogue catalogue() {
        ConfigDef definitions = new ConfigDef();
        KafkaSettings.define(
                definitions,
                "tagstream-processor",
                "tagstream-data/state",
                Duration.ofSeconds(1),
                "Time between two commits where requests wait as long as this for an engine; where they wait less, commits come"
                        + " as much sooner, 100 ms apart at least.");
        guarantee(definitions);
        batches(definitions);
        EngineSettings.define(definitions);
        IntakeSettings.define(definitions);
        TagKeySettings.defineTrust(definitions);
        OpsSettings.define(definitions);
        ConsoleSettings.define(definitions);
        return new ConfigCatalogue(
                "Settings of the processor",
                definitions,
                KafkaSettings.PASSED_ON,
                Stream.of(
                                KafkaRules.all(),
                                ProcessorRules.all(),
                                List.<SettingsRule>of(
                                        EngineSettings::limitsTogether,
                                        ConsoleSettings::needsPort,
                                        IntakeSettings::recordHoldsItsParts,
                                        TagKeySettings::trustProblem))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void guarantee(ConfigDef config) {
        config.define(
                "processing.guarantee",
                ConfigDef.Type.STRING,
                EXACTLY_ONCE,
                ConfigDef.ValidString.in(EXACTLY_ONCE, "at_least_once"),
                MEDIUM,
                "Whether a prediction can appear twice after a failure; exactly_once_v2 needs readers with"
                        + " isolation.level=read_committed.");
    }

    private static void batches(ConfigDef config) {
        config.define(
                        "batch.max.tokens",
                        ConfigDef.Type.INT,
                        131_072,
                        ConfigDef.Range.atLeast(1),
                        HIGH,
                        "Tokens of data in a batch. Lowered by itself while the device runs out of memory.")
                .define(
                        "batch.max.bytes",
                        ConfigDef.Type.LONG,
                        1L << 30,
                        ConfigDef.Range.atLeast(1L),
                        MEDIUM,
                        "Memory on the device for keys and values of a batch's proteins and molecules, beside what the span"
                                + " cache holds. Lowered by itself while the device runs out of memory.")
                .define(
                        "batch.target.ms",
                        ConfigDef.Type.INT,
                        250,
                        ConfigDef.Range.between(1, 600_000),
                        MEDIUM,
                        "About how long a batch may keep its device, by what was measured at start and since; up to four times"
                                + " as long where any batch costs more than a fifth of that. A new tag waits for up to two"
                                + " batches.")
                .define(
                        "batch.max.age.ms",
                        ConfigDef.Type.INT,
                        50,
                        ConfigDef.Range.between(0, 60_000),
                        MEDIUM,
                        "The longest a request waits for its batch to fill while its device is idle.")
                .define(
                        "queue.max.records",
                        ConfigDef.Type.INT,
                        4_096,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "Tasks, one for each function of a request, that wait for the engine; reading waits when it is full.")
                .define(
                        "queue.interactive.max.records",
                        ConfigDef.Type.INT,
                        256,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "The same for the interactive lane, whose tasks have room of their own and are scored first.")
                .define(
                        "queue.max.tokens",
                        ConfigDef.Type.INT,
                        1 << 22,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "Tokens of data over all tasks of a lane that wait for the engine.");
    }
}
