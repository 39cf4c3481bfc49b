package dev.tagstream.trainer;

import static dev.tagstream.runtime.streams.KafkaSettings.COMMIT_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.TRANSACTION_TIMEOUT;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.StreamsSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.trainer.replay.ReplayBounds;
import dev.tagstream.trainer.round.RoundOptions;
import dev.tagstream.trainer.round.RoundTrigger;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The trainer's settings, and what is made of its own; {@code docs/config.md} has them all. */
public final class TrainerSettings {
    private static final TrainingOptions TRAINING = TrainingOptions.DEFAULT;

    /** A first version has a hundred results: a step over all of them, twenty times, would learn nothing. */
    private static final int SMALL_BATCH = 32;

    private static final int MANY_EPOCHS = 100;
    private static final int LONG_PATIENCE = 10;

    private static final Setting<Integer> REPLAY_RESULTS = Setting.number(
            "replay.max.results",
            20_000,
            between(10, 200_000),
            "Results of one function that are kept to learn from. Where there are more, those go whose like are most.");

    private static final Setting<Double> HELD_OUT_SHARE = Setting.decimal(
            "held.out.share",
            0.2,
            between(0.01, 0.9),
            "Part of the results that candidates are judged by and never learn from. A change applies to results that come"
                    + " after it.");

    private static final Setting<Integer> ROUND_RESULTS =
            Setting.number("round.min.results", 100, atLeast(1), "Results that a function's first version needs.");

    private static final Setting<Integer> ROUND_NEW_RESULTS = Setting.number(
            "round.min.new.results", 50, atLeast(1), "New results after which a function is learned again.");

    private static final Setting<Duration> ROUND_INTERVAL = Setting.longMilliseconds(
            "round.max.interval.ms", 3_600_000, atLeast(1), "After this long even one new result is learned from.");

    private static final Setting<Duration> ROUND_BUDGET = Setting.longMilliseconds(
            "round.budget.ms", 600_000, atLeast(1), "Time after which learning stops with what it has.");

    private static final Setting<Double> GATE_CONFIDENCE = Setting.decimal(
            "gate.confidence",
            0.95,
            between(0.5, 0.9999),
            "How certain it must be that a candidate is better than the version in use before it is published.");

    static final Setting<Integer> ACCURACY_PAIRS = Setting.number(
            "accuracy.max.pairs",
            100_000,
            atLeast(0),
            "Predicted pairs that wait for a result to be compared with, for each partition of the predictions; 0 leaves"
                    + " live accuracy out.");

    private static final Setting<Integer> TAG_ROWS =
            Setting.number("tag.rows", TRAINING.rows(), between(1, 1_000), "Rows of a tag that is made anew.");

    private static final Setting<Integer> TAG_MEMBERS = Setting.number(
            "tag.members",
            TRAINING.members(),
            between(1, 64),
            "Members of a tag that is made anew; several give predictions a standard deviation.");

    private static final Setting<Boolean> TAG_DEEP =
            Setting.flag("tag.deep", TRAINING.deep(), "Whether a tag also learns values in front of every layer.");

    private static final Setting<Integer> TAG_LOW_RANK = Setting.number(
            "tag.low.rank",
            TRAINING.lowRank(),
            between(0, 1_000),
            "Rank of the updates of each layer's query and value projections that a tag also learns, for its own rows"
                    + " alone; 0 for none.");

    private static final Setting<Integer> TAG_READ_ROWS = Setting.number(
            "tag.read.rows", TRAINING.readRows(), between(1, 1_000), "Rows at the end of a tag that its head reads.");

    private static final Setting<Boolean> TAG_OFFSETS = Setting.flag(
            "tag.offsets",
            TRAINING.offsets(),
            "Whether a tag also learns offsets of the molecules and proteins it has seen.");

    private static final Setting<Integer> BATCH =
            Setting.number("train.batch", SMALL_BATCH, between(1, 65_536), "Results of one step.");

    private static final Setting<Double> LEARNING_RATE = Setting.decimal(
            "train.learning.rate", TRAINING.learningRate(), between(1e-8, 10), "Learning rate at its highest.");

    private static final Setting<Integer> EPOCHS =
            Setting.number("train.epochs", MANY_EPOCHS, atLeast(1), "Passes over the results, at most.");

    private static final Setting<Integer> PATIENCE = Setting.number(
            "train.patience", LONG_PATIENCE, atLeast(1), "Evaluations without improvement after which learning stops.");

    private static final Setting<Long> SEED = Setting.longNumber(
            "train.seed", TRAINING.seed(), "Seed of beginnings and order; each round adds its number.");

    private static final SettingsGroup OWN = SettingsGroup.of(
                    ConsoleSettings.PROCESSOR_ID,
                    REPLAY_RESULTS,
                    HELD_OUT_SHARE,
                    ROUND_RESULTS,
                    ROUND_NEW_RESULTS,
                    ROUND_INTERVAL,
                    ROUND_BUDGET,
                    GATE_CONFIDENCE,
                    ACCURACY_PAIRS,
                    TAG_ROWS,
                    TAG_MEMBERS,
                    TAG_DEEP,
                    TAG_LOW_RANK,
                    TAG_READ_ROWS,
                    TAG_OFFSETS,
                    BATCH,
                    LEARNING_RATE,
                    EPOCHS,
                    PATIENCE,
                    SEED)
            .checkedBy(
                    TrainerSettings::oneDevice,
                    TrainerSettings::transactionOutlastsCommits,
                    TrainerSettings::bufferHoldsAFirstVersion);

    public static final ConfigCatalogue CATALOGUE = new ConfigCatalogue(
            "Settings of the trainer",
            KafkaSettings.PASSED_ON,
            KafkaSettings.group("tagstream-trainer", "tagstream-data/trainer-state", COMMIT_INTERVAL),
            EngineSettings.GROUP,
            ConsoleSettings.GROUP,
            IntakeSettings.GROUP,
            TagKeySettings.OF_PUBLISHER,
            OpsSettings.GROUP,
            OWN);

    private TrainerSettings() {}

    static ReplayBounds replayBounds(Settings settings) {
        return new ReplayBounds(settings.get(REPLAY_RESULTS), settings.get(HELD_OUT_SHARE));
    }

    static RoundTrigger roundTrigger(Settings settings) {
        return new RoundTrigger(
                settings.get(ROUND_RESULTS), settings.get(ROUND_NEW_RESULTS), settings.get(ROUND_INTERVAL));
    }

    static RoundOptions roundOptions(Settings settings) {
        return new RoundOptions(
                new TrainingOptions(
                        settings.get(TAG_ROWS),
                        settings.get(TAG_MEMBERS),
                        settings.get(TAG_DEEP),
                        settings.get(TAG_LOW_RANK),
                        settings.get(TAG_READ_ROWS),
                        settings.get(TAG_OFFSETS),
                        settings.get(BATCH),
                        settings.get(LEARNING_RATE),
                        settings.get(EPOCHS),
                        settings.get(PATIENCE),
                        settings.get(ROUND_BUDGET),
                        settings.get(SEED),
                        TRAINING.clipNorm()),
                settings.get(GATE_CONFIDENCE));
    }

    /** What Kafka Streams is told; a version may be as large as its topic takes. */
    static Properties streams(Settings settings) {
        Properties streams = StreamsSettings.of(settings, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                KafkaSettings.topics(settings).functionTags().maxMessageBytes());
        return streams;
    }

    private static Optional<String> oneDevice(Settings settings) {
        return SettingsRule.when(
                settings.get(EngineSettings.DEVICES).size() > 1,
                "%s names several devices, and a trainer learns on one"
                        .formatted(settings.told(EngineSettings.DEVICES)));
    }

    private static Optional<String> transactionOutlastsCommits(Settings settings) {
        return SettingsRule.when(
                settings.get(COMMIT_INTERVAL).multipliedBy(2).compareTo(settings.get(TRANSACTION_TIMEOUT)) > 0,
                "%s is more than half of %s, so transactions could time out"
                        .formatted(settings.told(COMMIT_INTERVAL), settings.told(TRANSACTION_TIMEOUT)));
    }

    private static Optional<String> bufferHoldsAFirstVersion(Settings settings) {
        return SettingsRule.when(
                settings.get(ROUND_RESULTS) > settings.get(REPLAY_RESULTS),
                "%s is more than %s, so there would never be a first version"
                        .formatted(settings.told(ROUND_RESULTS), settings.told(REPLAY_RESULTS)));
    }
}
