package dev.tagstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.config.ConfigProblemsException;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.trainer.replay.ReplayBounds;
import dev.tagstream.trainer.round.RoundOptions;
import dev.tagstream.trainer.round.RoundTrigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "bootstrap.servers",
            "localhost:9092",
            "schema.registry.url",
            "http://localhost:8081",
            "model.dir",
            "llama");

    private static final Path KEY = newKey();

    /** Every setting of the trainer's own with a value that is not its default; a new one without a line here fails a test. */
    private static final Map<String, String> FULL = Map.ofEntries(
            Map.entry("replay.max.results", "500"),
            Map.entry("held.out.share", "0.25"),
            Map.entry("round.min.results", "60"),
            Map.entry("round.min.new.results", "7"),
            Map.entry("round.max.interval.ms", "90000"),
            Map.entry("round.budget.ms", "4000"),
            Map.entry("gate.confidence", "0.9"),
            Map.entry("accuracy.max.pairs", "0"),
            Map.entry("tag.rows", "4"),
            Map.entry("tag.members", "3"),
            Map.entry("tag.deep", "true"),
            Map.entry("tag.low.rank", "5"),
            Map.entry("tag.read.rows", "2"),
            Map.entry("tag.offsets", "true"),
            Map.entry("train.batch", "16"),
            Map.entry("train.learning.rate", "0.02"),
            Map.entry("train.epochs", "9"),
            Map.entry("train.patience", "2"),
            Map.entry("train.seed", "42"),
            Map.entry("http.host", "0.0.0.0"),
            Map.entry("http.port", "0"),
            Map.entry("console.enabled", "true"),
            Map.entry("console.history.ms", "3600000"),
            Map.entry("console.processor.id", "acme-processor"),
            Map.entry("tag.trusted.keys", KEY + ".pub"),
            Map.entry("tag.signing.key", KEY.toString()));

    private static Path newKey() {
        try {
            Path file = Files.createTempDirectory("keys").resolve("signing.key");
            KeyFiles.generate(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hasDefaultsForAllButThreeSettings() {
        Settings settings = resolve(REQUIRED);

        assertThat(TrainerSettings.replayBounds(settings)).isEqualTo(new ReplayBounds(20_000, 0.2));
        assertThat(TrainerSettings.roundTrigger(settings)).isEqualTo(new RoundTrigger(100, 50, Duration.ofHours(1)));
        assertThat(TrainerSettings.roundOptions(settings))
                .isEqualTo(new RoundOptions(
                        new TrainingOptions(
                                10, 1, false, 0, 1, false, 32, 1e-2, 100, 10, Duration.ofMinutes(10), 1, 1.0),
                        0.95));
        assertThat(settings.get(TrainerSettings.ACCURACY_PAIRS)).isEqualTo(100_000);
        assertThat(TagKeySettings.keys(settings).signer()).isEmpty();
        assertThat(OpsSettings.address(settings)).isEmpty();
        assertThat(ConsoleSettings.options(settings, settings.get(ConsoleSettings.PROCESSOR_ID)))
                .isEmpty();
        assertThat(settings.get(EngineSettings.MODEL_DIR)).isEqualTo(Path.of("llama"));
        assertThat(IntakeSettings.limits(settings)).isEqualTo(new IntakeLimits(2_000, 10_000));
        assertThat(settings.get(IntakeSettings.RECORD_BYTES)).isEqualTo(262_144);
        assertThat(settings.get(KafkaSettings.GROUP_INSTANCE_ID)).isEmpty();
        assertThat(KafkaSettings.topics(settings).assayResults().name()).isEqualTo("assay-results");
        assertThat(TrainerSettings.streams(settings))
                .containsEntry("application.id", "tagstream-trainer")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("state.dir", "tagstream-data/trainer-state")
                .containsEntry("producer.max.request.size", 8_388_608);
    }

    @Test
    void mapsEverySetting() {
        Settings settings = resolve(merged(FULL));

        assertThat(TrainerSettings.CATALOGUE.settings())
                .filteredOn(setting ->
                        setting.key().matches("(replay|held|round|gate|accuracy|tag|train|http|console)\\..*"))
                .allSatisfy(setting -> assertThat(FULL.get(setting.key()))
                        .as(setting.key())
                        .isNotNull()
                        .isNotEqualTo(setting.byDefault().orElse(null)));
        assertThat(TrainerSettings.replayBounds(settings)).isEqualTo(new ReplayBounds(500, 0.25));
        assertThat(OpsSettings.address(settings)).contains(new InetSocketAddress("0.0.0.0", 0));
        assertThat(ConsoleSettings.options(settings, settings.get(ConsoleSettings.PROCESSOR_ID)))
                .hasValueSatisfying(console ->
                        assertThat(console.installation().processorId()).isEqualTo("acme-processor"));
        assertThat(TrainerSettings.roundTrigger(settings)).isEqualTo(new RoundTrigger(60, 7, Duration.ofSeconds(90)));
        assertThat(TrainerSettings.roundOptions(settings))
                .isEqualTo(new RoundOptions(
                        new TrainingOptions(
                                4,
                                3,
                                true,
                                5,
                                2,
                                true,
                                16,
                                0.02,
                                9,
                                2,
                                Duration.ofSeconds(4),
                                42,
                                TrainingOptions.DEFAULT.clipNorm()),
                        0.9));
        assertThat(settings.get(TrainerSettings.ACCURACY_PAIRS)).isZero();
        assertThat(TagKeySettings.keys(settings).trust().asksForSignatures()).isTrue();
        assertThat(TagKeySettings.keys(settings).signer()).isPresent();
    }

    @Test
    void refusesToPublishWhatNobodyWouldBelieve() {
        String stranger = newKey().toString();
        assertThat(problems(Map.of("tag.trusted.keys", KEY + ".pub"))).contains("tag.signing.key must be set");
        assertThat(problems(Map.of("tag.trusted.keys", KEY + ".pub", "tag.signing.key", stranger)))
                .contains("the key of tag.signing.key is none of tag.trusted.keys");
        assertThat(problems(Map.of("tag.signing.key", KEY + ".pub"))).contains("holds 0 private keys");
        assertThat(problems(Map.of("tag.signing.key", "nowhere"))).contains("nowhere can't be read");
    }

    private static String problems(Map<String, String> settings) {
        return catchThrowableOfType(ConfigProblemsException.class, () -> resolve(merged(settings)))
                .getMessage();
    }

    @ParameterizedTest(name = "{0}={1} contradicts: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "device | cpu, cuda:0 | device=cpu, cuda:0 | one",
                "round.min.results | 20001 | round.min.results=20001 | replay.max.results=20000",
                "commit.interval.ms | 5001 | commit.interval.ms=5001 | transaction.timeout.ms=10000",
                "held.out.share | 0 | held.out.share | 0.01",
            })
    void refusesWhatCannotWork(String key, String value, String one, String other) {
        assertThat(catchThrowableOfType(ConfigProblemsException.class, () -> resolve(merged(Map.of(key, value))))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains(one).contains(other));
    }

    private static Map<String, String> merged(Map<String, String> settings) {
        Map<String, String> merged = new TreeMap<>(REQUIRED);
        merged.putAll(settings);
        return merged;
    }

    private static Settings resolve(Map<String, String> settings) {
        return TrainerSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
    }
}
