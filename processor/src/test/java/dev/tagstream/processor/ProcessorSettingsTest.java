package dev.tagstream.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.model.engine.SpanCacheBounds;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.runtime.config.ConfigProblemsException;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "bootstrap.servers",
            "localhost:9092",
            "schema.registry.url",
            "http://localhost:8081",
            "model.dir",
            "llama");

    private static final Path KEY = newKey();

    /** Every setting with a value that is not its default; a new one without a line here fails a test. */
    private static final Map<String, String> FULL = Map.ofEntries(
            Map.entry("bootstrap.servers", "broker:9092"),
            Map.entry("schema.registry.url", "http://registry:8081"),
            Map.entry("application.id", "acme-processor"),
            Map.entry("topic.prefix", "acme."),
            Map.entry("state.dir", "elsewhere"),
            Map.entry("stream.threads", "7"),
            Map.entry("processing.guarantee", "at_least_once"),
            Map.entry("transaction.timeout.ms", "20000"),
            Map.entry("commit.interval.ms", "250"),
            Map.entry("max.poll.interval.ms", "120000"),
            Map.entry("max.poll.records", "50"),
            Map.entry("session.timeout.ms", "30000"),
            Map.entry("heartbeat.interval.ms", "4000"),
            Map.entry("num.standby.replicas", "2"),
            Map.entry("group.instance.id", "processor-1"),
            Map.entry("batch.max.tokens", "512"),
            Map.entry("batch.max.age.ms", "25"),
            Map.entry("queue.max.records", "64"),
            Map.entry("queue.max.tokens", "2048"),
            Map.entry("queue.interactive.max.records", "16"),
            Map.entry("model.dir", "llama-7b"),
            Map.entry("device", "cuda:1, cuda:0"),
            Map.entry("batch.max.bytes", "65536"),
            Map.entry("batch.target.ms", "500"),
            Map.entry("dtype", "bfloat16"),
            Map.entry("protein.cache.max.bytes", "1024"),
            Map.entry("smiles.cache.max.bytes", "2048"),
            Map.entry("protein.max.tokens", "300"),
            Map.entry("smiles.max.tokens", "200"),
            Map.entry("protein.max.length", "900"),
            Map.entry("smiles.max.length", "400"),
            Map.entry("record.max.bytes", "16384"),
            Map.entry("http.host", "0.0.0.0"),
            Map.entry("http.port", "0"),
            Map.entry("console.enabled", "true"),
            Map.entry("console.history.ms", "3600000"),
            Map.entry("tag.trusted.keys", KEY + ".pub"));

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

        assertThat(settings.get(KafkaSettings.APPLICATION_ID)).isEqualTo("tagstream-processor");
        assertThat(KafkaSettings.topics(settings).predictions().name()).isEqualTo("predictions");
        assertThat(settings.get(KafkaSettings.STATE_DIR)).isEqualTo(Path.of("tagstream-data/state"));
        assertThat(settings.get(KafkaSettings.TRANSACTION_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(ProcessorSettings.longestWait(settings)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(KafkaSettings.COMMIT_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(KafkaSettings.MAX_POLL_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
        assertThat(ProcessorSettings.streams(settings, RequestLane.BULK))
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("num.stream.threads", 2)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("state.dir", "tagstream-data/state")
                .containsEntry("commit.interval.ms", 1_000L)
                .containsEntry("producer.transaction.timeout.ms", 10_000)
                .containsEntry("main.consumer.max.poll.interval.ms", 300_000)
                .containsEntry("main.consumer.max.poll.records", 500)
                .containsEntry("main.consumer.session.timeout.ms", 15_000)
                .containsEntry("main.consumer.heartbeat.interval.ms", 3_000);
        assertThat(settings.get(KafkaSettings.GROUP_INSTANCE_ID)).isEmpty();
        assertThat(ProcessorSettings.batchPolicy(settings))
                .isEqualTo(new BatchPolicy(131_072, 1L << 30, Duration.ofMillis(250), Duration.ofMillis(50)));
        assertThat(ProcessorSettings.queueBounds(settings)).isEqualTo(new QueueBounds(4_096, 4_194_304, 256));
        assertThat(EngineSettings.options(settings))
                .containsExactly(EngineOptions.DEFAULT
                        .withDtype(Hardware.preferredType("cpu"))
                        .withSpanCacheBytes(Hardware.preferredCacheBytes("cpu")));
        assertThat(IntakeSettings.limits(settings)).isEqualTo(new IntakeLimits(2_000, 10_000));
        assertThat(settings.get(IntakeSettings.RECORD_BYTES)).isEqualTo(262_144);
        assertThat(OpsSettings.address(settings)).isEmpty();
        assertThat(ConsoleSettings.options(settings, settings.get(KafkaSettings.APPLICATION_ID)))
                .isEmpty();
        assertThat(KafkaSettings.registry(settings)).isEqualTo(Map.of("schema.registry.url", "http://localhost:8081"));
        assertThat(KafkaSettings.clients(settings)).isEmpty();
        assertThat(TagKeySettings.trust(settings).asksForSignatures()).isFalse();
    }

    @Test
    void mapsEverySetting() {
        Settings settings = resolve(FULL);

        assertThat(ProcessorSettings.CATALOGUE.settings())
                .extracting(Setting::key)
                .containsExactlyInAnyOrderElementsOf(FULL.keySet());
        assertThat(ProcessorSettings.CATALOGUE.settings()).allSatisfy(setting -> assertThat(setting.byDefault())
                .isNotEqualTo(Optional.of(FULL.get(setting.key()))));
        assertThat(settings.get(KafkaSettings.BOOTSTRAP_SERVERS)).isEqualTo("broker:9092");
        assertThat(TagKeySettings.trust(settings).asksForSignatures()).isTrue();
        assertThat(KafkaSettings.registry(settings)).isEqualTo(Map.of("schema.registry.url", "http://registry:8081"));
        assertThat(settings.get(KafkaSettings.APPLICATION_ID)).isEqualTo("acme-processor");
        assertThat(KafkaSettings.topics(settings).predictions().name()).isEqualTo("acme.predictions");
        assertThat(settings.get(KafkaSettings.STATE_DIR)).isEqualTo(Path.of("elsewhere"));
        assertThat(settings.get(KafkaSettings.TRANSACTION_TIMEOUT)).isEqualTo(Duration.ofSeconds(20));
        assertThat(ProcessorSettings.longestWait(settings)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.get(KafkaSettings.COMMIT_INTERVAL)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.get(KafkaSettings.MAX_POLL_INTERVAL)).isEqualTo(Duration.ofMinutes(2));
        assertThat(ProcessorSettings.streams(settings, RequestLane.BULK))
                .containsEntry("processing.guarantee", "at_least_once")
                .containsEntry("num.stream.threads", 7)
                .containsEntry("num.standby.replicas", 2)
                .containsEntry("state.dir", "elsewhere")
                .containsEntry("commit.interval.ms", 250L)
                .containsEntry("main.consumer.max.poll.interval.ms", 120_000)
                .containsEntry("main.consumer.max.poll.records", 50)
                .containsEntry("main.consumer.session.timeout.ms", 30_000)
                .containsEntry("main.consumer.heartbeat.interval.ms", 4_000);
        assertThat(settings.get(KafkaSettings.GROUP_INSTANCE_ID)).contains("processor-1");
        assertThat(ProcessorSettings.batchPolicy(settings))
                .isEqualTo(new BatchPolicy(512, 65_536, Duration.ofMillis(500), Duration.ofMillis(25)));
        assertThat(ProcessorSettings.queueBounds(settings)).isEqualTo(new QueueBounds(64, 2_048, 16));
        assertThat(settings.get(EngineSettings.MODEL_DIR)).isEqualTo(Path.of("llama-7b"));
        EngineOptions engine = EngineOptions.DEFAULT
                .withDtype(TensorType.BF16)
                .withSpanCache(new SpanCacheBounds(0, Map.of("Protein", 1_024L, "SMILES", 2_048L)))
                .withSpanLimits(Map.of("Protein", 300, "SMILES", 200));
        assertThat(EngineSettings.options(settings))
                .containsExactly(engine.withDevice("cuda:1"), engine.withDevice("cuda:0"));
        assertThat(IntakeSettings.limits(settings)).isEqualTo(new IntakeLimits(400, 900));
        assertThat(settings.get(IntakeSettings.RECORD_BYTES)).isEqualTo(16_384);
        assertThat(OpsSettings.address(settings)).contains(new InetSocketAddress("0.0.0.0", 0));
        assertThat(ConsoleSettings.options(settings, settings.get(KafkaSettings.APPLICATION_ID)))
                .hasValueSatisfying(console -> {
                    assertThat(console.history()).isEqualTo(Duration.ofHours(1));
                    assertThat(console.recordMaxBytes()).isEqualTo(16_384);
                    assertThat(console.installation().processorId()).isEqualTo("acme-processor");
                    assertThat(console.installation().topics().predictions().name())
                            .isEqualTo("acme.predictions");
                });
    }

    @ParameterizedTest(name = "{0}={1} contradicts: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "batch.max.tokens | 5000000 | batch.max.tokens=5000000 | queue.max.tokens=4194304",
                "console.enabled | true | console.enabled=true | http.port=-1",
                "commit.interval.ms | 4001 | commit.interval.ms=4001 | transaction.timeout.ms=10000",
                "heartbeat.interval.ms | 5001 | heartbeat.interval.ms=5001 | session.timeout.ms=15000",
                "max.poll.interval.ms | 14999 | max.poll.interval.ms=14999 | session.timeout.ms=15000",
                "protein.max.length | 300000 | protein.max.length=300000 | record.max.bytes=262144",
                "protein.max.tokens | 512 | protein.max.tokens=512 | smiles.max.tokens=0",
                "topic.prefix | a/b | topic.prefix=a/b | letters, digits",
                "kafka.consumer.max.poll.records | 5 | kafka.consumer.max.poll.records=5 | without the prefix",
            })
    void refusesSettingsThatContradictEachOtherAndSaysBoth(String key, String value, String one, String other) {
        assertThat(problems(Map.of(key, value)))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains(one).contains(other));
    }

    @Test
    void tellsAllContradictionsAtOnce() {
        assertThat(problems(Map.of(
                        "batch.max.tokens", "5000000", "heartbeat.interval.ms", "9000", "commit.interval.ms", "9000")))
                .hasSize(3);
    }

    @Test
    void allowsLongCommitIntervalsWithoutTransactions() {
        Settings settings =
                resolve(merged(Map.of("commit.interval.ms", "30000", "processing.guarantee", "at_least_once")));

        assertThat(settings.get(KafkaSettings.COMMIT_INTERVAL)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void refusesADeviceTheEngineDoesNotKnow() {
        assertThat(problems(Map.of("device", "cuda:0,"))).hasSize(1);
        assertThat(problems(Map.of("device", "gpu")))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("device=gpu").contains("cuda:0"));
    }

    @Test
    void passesOnWhatKafkaAndTheRegistryKnowThemselves() {
        Settings settings = resolve(
                merged(Map.of("kafka.security.protocol", "SSL", "registry.basic.auth.user.info", "user:secret")));

        assertThat(KafkaSettings.clients(settings)).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(KafkaSettings.registry(settings)).containsEntry("basic.auth.user.info", "user:secret");
    }

    @Test
    void tellsKafkaStreamsWhatIsSet() {
        var streams = ProcessorSettings.streams(
                resolve(merged(Map.of(
                        "kafka.replication.factor", "3", "group.instance.id", "one", "session.timeout.ms", "20000"))),
                RequestLane.BULK);

        assertThat(streams)
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("application.id", "tagstream-processor")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("num.stream.threads", 2)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("replication.factor", "3")
                .containsEntry("producer.transaction.timeout.ms", 10_000)
                .containsEntry("main.consumer.group.instance.id", "one")
                .containsEntry("global.consumer.isolation.level", "read_committed")
                .containsEntry("main.consumer.session.timeout.ms", 20_000)
                .containsEntry("main.consumer.max.poll.interval.ms", 300_000);
    }

    @Test
    void givesTheInteractiveLaneAGroupAndAThreadOfItsOwn() {
        assertThat(ProcessorSettings.streams(
                        resolve(merged(Map.of("application.id", "acme"))), RequestLane.INTERACTIVE))
                .containsEntry("application.id", "acme-interactive")
                .containsEntry("client.id", "acme-interactive")
                .containsEntry("num.stream.threads", 1)
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }

    private static List<String> problems(Map<String, String> settings) {
        return catchThrowableOfType(ConfigProblemsException.class, () -> resolve(merged(settings)))
                .problems();
    }

    private static Map<String, String> merged(Map<String, String> settings) {
        Map<String, String> merged = new TreeMap<>(REQUIRED);
        merged.putAll(settings);
        return merged;
    }

    private static Settings resolve(Map<String, String> settings) {
        return ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
    }
}
