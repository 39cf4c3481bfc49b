package dev.tagstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.config.ConfigProblemsException;
import dev.tagstream.runtime.config.SettingsSource;
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

class TrainerConfigTest {
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
        TrainerConfig config = config(REQUIRED);

        assertThat(config.replayBounds()).isEqualTo(new ReplayBounds(20_000, 0.2));
        assertThat(config.roundTrigger()).isEqualTo(new RoundTrigger(100, 50, Duration.ofHours(1)));
        assertThat(config.roundOptions())
                .isEqualTo(new RoundOptions(
                        new TrainingOptions(
                                10, 1, false, 0, 1, false, 32, 1e-2, 100, 10, Duration.ofMinutes(10), 1, 1.0),
                        0.95));
        assertThat(config.accuracyMaxPairs()).isEqualTo(100_000);
        assertThat(config.tagKeys().signer()).isEmpty();
        assertThat(config.http()).isEmpty();
        assertThat(config.console()).isEmpty();
        assertThat(config.modelDir()).isEqualTo(Path.of("llama"));
        assertThat(config.intakeLimits()).isEqualTo(new IntakeLimits(2_000, 10_000));
        assertThat(config.recordMaxBytes()).isEqualTo(262_144);
        assertThat(config.groupInstanceId()).isEmpty();
        assertThat(config.topics().assayResults().name()).isEqualTo("assay-results");
        assertThat(config.streams())
                .containsEntry("application.id", "tagstream-trainer")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("state.dir", "tagstream-data/trainer-state")
                .containsEntry("producer.max.request.size", 8_388_608);
    }

    @Test
    void mapsEverySetting() {
        TrainerConfig config = config(merged(FULL));

        TrainerConfig.CATALOGUE.definitions().configKeys().forEach((name, key) -> {
            if (name.matches("(replay|held|round|gate|accuracy|tag|train|http|console)\\..*")) {
                assertThat(FULL.get(name)).as(name).isNotNull().isNotEqualTo(String.valueOf(key.defaultValue));
            }
        });
        assertThat(config.replayBounds()).isEqualTo(new ReplayBounds(500, 0.25));
        assertThat(config.http()).contains(new InetSocketAddress("0.0.0.0", 0));
        assertThat(config.console())
                .hasValueSatisfying(console ->
                        assertThat(console.installation().processorId()).isEqualTo("acme-processor"));
        assertThat(config.roundTrigger()).isEqualTo(new RoundTrigger(60, 7, Duration.ofSeconds(90)));
        assertThat(config.roundOptions())
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
        assertThat(config.accuracyMaxPairs()).isZero();
        assertThat(config.tagKeys().trust().asksForSignatures()).isTrue();
        assertThat(config.tagKeys().signer()).isPresent();
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
        return catchThrowableOfType(ConfigProblemsException.class, () -> config(merged(settings)))
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
        assertThat(catchThrowableOfType(ConfigProblemsException.class, () -> config(merged(Map.of(key, value))))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains(one).contains(other));
    }

    private static Map<String, String> merged(Map<String, String> settings) {
        Map<String, String> merged = new TreeMap<>(REQUIRED);
        merged.putAll(settings);
        return merged;
    }

    private static TrainerConfig config(Map<String, String> settings) {
        return TrainerConfig.resolve(List.of(SettingsSource.commandLine(settings)));
    }
}
