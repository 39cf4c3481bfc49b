package dev.tagstream.trainer;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.runtime.engines.DeviceNames;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaRules;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/** The catalogue of the trainer's settings; {@link TrainerConfig} gives them accessors. */
final class TrainerSettings {
    private static final TrainingOptions TRAINING = TrainingOptions.DEFAULT;

    /** A first version has a hundred results: a step over all of them, twenty times, would learn nothing. */
    private static final int SMALL_BATCH = 32;

    private static final int MANY_EPOCHS = 100;
    private static final int LONG_PATIENCE = 10;

    private TrainerSettings() {}

    static ConfigCatalogue catalogue() {
        ConfigDef definitions = new ConfigDef();
        KafkaSettings.define(
                definitions,
                "tagstream-trainer",
                "tagstream-data/trainer-state",
                Duration.ofMillis(100),
                "Time between two commits.");
        EngineSettings.define(definitions);
        IntakeSettings.define(definitions);
        TagKeySettings.defineTrust(definitions);
        TagKeySettings.defineSigner(definitions);
        OpsSettings.define(definitions);
        ConsoleSettings.define(definitions);
        ConsoleSettings.defineProcessorId(definitions);
        rounds(definitions);
        tags(definitions);
        training(definitions);
        return new ConfigCatalogue(
                "Settings of the trainer",
                definitions,
                KafkaSettings.PASSED_ON,
                Stream.of(
                                KafkaRules.all(),
                                List.<SettingsRule>of(
                                        EngineSettings::limitsTogether,
                                        ConsoleSettings::needsPort,
                                        IntakeSettings::recordHoldsItsParts,
                                        TagKeySettings::problem,
                                        TrainerSettings::oneDevice,
                                        TrainerSettings::transactionOutlastsCommits,
                                        TrainerSettings::bufferHoldsAFirstVersion))
                        .flatMap(List::stream)
                        .toList());
    }

    private static Optional<String> oneDevice(Settings settings) {
        return DeviceNames.of(settings.text("device")).size() == 1
                ? Optional.empty()
                : Optional.of(
                        "%s names several devices, and a trainer learns on one".formatted(settings.told("device")));
    }

    private static Optional<String> transactionOutlastsCommits(Settings settings) {
        return settings.longNumber("commit.interval.ms") <= settings.number("transaction.timeout.ms") / 2
                ? Optional.empty()
                : Optional.of("%s is more than half of %s, so transactions could time out"
                        .formatted(settings.told("commit.interval.ms"), settings.told("transaction.timeout.ms")));
    }

    private static Optional<String> bufferHoldsAFirstVersion(Settings settings) {
        return settings.number("round.min.results") <= settings.number("replay.max.results")
                ? Optional.empty()
                : Optional.of("%s is more than %s, so there would never be a first version"
                        .formatted(settings.told("round.min.results"), settings.told("replay.max.results")));
    }

    private static void rounds(ConfigDef config) {
        config.define(
                        "replay.max.results",
                        ConfigDef.Type.INT,
                        20_000,
                        ConfigDef.Range.between(10, 1_000_000),
                        HIGH,
                        "Results of one function that are kept to learn from. Where there are more, those go whose like are"
                                + " most.")
                .define(
                        "held.out.share",
                        ConfigDef.Type.DOUBLE,
                        0.2,
                        ConfigDef.Range.between(0.01, 0.9),
                        MEDIUM,
                        "Part of the results that candidates are judged by and never learn from. A change applies to results"
                                + " that come after it.")
                .define(
                        "round.min.results",
                        ConfigDef.Type.INT,
                        100,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "Results that a function's first version needs.")
                .define(
                        "round.min.new.results",
                        ConfigDef.Type.INT,
                        50,
                        ConfigDef.Range.atLeast(1),
                        HIGH,
                        "New results after which a function is learned again.")
                .define(
                        "round.max.interval.ms",
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        ConfigDef.Range.atLeast(1L),
                        MEDIUM,
                        "After this long even one new result is learned from.")
                .define(
                        "round.budget.ms",
                        ConfigDef.Type.LONG,
                        600_000L,
                        ConfigDef.Range.atLeast(1L),
                        MEDIUM,
                        "Time after which learning stops with what it has.")
                .define(
                        "gate.confidence",
                        ConfigDef.Type.DOUBLE,
                        0.95,
                        ConfigDef.Range.between(0.5, 0.9999),
                        HIGH,
                        "How certain it must be that a candidate is better than the version in use before it is published.")
                .define(
                        "accuracy.max.pairs",
                        ConfigDef.Type.INT,
                        100_000,
                        ConfigDef.Range.atLeast(0),
                        MEDIUM,
                        "Predicted pairs that wait for a result to be compared with, for each partition of the predictions;"
                                + " 0 leaves live accuracy out.");
    }

    private static void tags(ConfigDef config) {
        config.define(
                        "tag.rows",
                        ConfigDef.Type.INT,
                        TRAINING.rows(),
                        ConfigDef.Range.between(1, 1_000),
                        LOW,
                        "Rows of a tag that is made anew.")
                .define(
                        "tag.members",
                        ConfigDef.Type.INT,
                        TRAINING.members(),
                        ConfigDef.Range.between(1, 64),
                        MEDIUM,
                        "Members of a tag that is made anew; several give predictions a standard deviation.")
                .define(
                        "tag.deep",
                        ConfigDef.Type.BOOLEAN,
                        TRAINING.deep(),
                        LOW,
                        "Whether a tag also learns values in front of every layer.")
                .define(
                        "tag.low.rank",
                        ConfigDef.Type.INT,
                        TRAINING.lowRank(),
                        ConfigDef.Range.between(0, 1_000),
                        LOW,
                        "Rank of the updates of each layer's query and value projections that a tag also learns, for its own"
                                + " rows alone; 0 for none.")
                .define(
                        "tag.read.rows",
                        ConfigDef.Type.INT,
                        TRAINING.readRows(),
                        ConfigDef.Range.between(1, 1_000),
                        LOW,
                        "Rows at the end of a tag that its head reads.")
                .define(
                        "tag.offsets",
                        ConfigDef.Type.BOOLEAN,
                        TRAINING.offsets(),
                        LOW,
                        "Whether a tag also learns offsets of the molecules and proteins it has seen.");
    }

    private static void training(ConfigDef config) {
        config.define(
                        "train.batch",
                        ConfigDef.Type.INT,
                        SMALL_BATCH,
                        ConfigDef.Range.between(1, 65_536),
                        LOW,
                        "Results of one step.")
                .define(
                        "train.learning.rate",
                        ConfigDef.Type.DOUBLE,
                        TRAINING.learningRate(),
                        ConfigDef.Range.between(1e-8, 10),
                        LOW,
                        "Learning rate at its highest.")
                .define(
                        "train.epochs",
                        ConfigDef.Type.INT,
                        MANY_EPOCHS,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "Passes over the results, at most.")
                .define(
                        "train.patience",
                        ConfigDef.Type.INT,
                        LONG_PATIENCE,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Evaluations without improvement after which learning stops.")
                .define(
                        "train.seed",
                        ConfigDef.Type.LONG,
                        TRAINING.seed(),
                        LOW,
                        "Seed of beginnings and order; each round adds its number.");
    }
}
