package dev.tagstream.trainer;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.console.ConsoleOptions;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.intake.IntakeSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.StreamsSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.replay.ReplayBounds;
import dev.tagstream.trainer.round.RoundOptions;
import dev.tagstream.trainer.round.RoundTrigger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The trainer's settings, checked and typed; {@code docs/config.md} has them all. */
public final class TrainerConfig {
    /** What may be set. */
    public static final ConfigCatalogue CATALOGUE = TrainerSettings.catalogue();

    private final Settings settings;

    private TrainerConfig(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param sources the strongest first
     * @throws dev.tagstream.runtime.config.ConfigProblemsException with every problem
     */
    public static TrainerConfig resolve(List<SettingsSource> sources) {
        return new TrainerConfig(CATALOGUE.resolve(sources));
    }

    public String bootstrapServers() {
        return settings.text("bootstrap.servers");
    }

    public String applicationId() {
        return settings.text("application.id");
    }

    public Path stateDir() {
        return Path.of(settings.text("state.dir"));
    }

    public Topics topics() {
        return Topics.withPrefix(settings.text("topic.prefix"));
    }

    public Optional<String> groupInstanceId() {
        return settings.optionalText("group.instance.id");
    }

    public Path modelDir() {
        return Path.of(settings.text("model.dir"));
    }

    public EngineOptions engineOptions() {
        return EngineSettings.options(settings).get(0);
    }

    public IntakeLimits intakeLimits() {
        return IntakeSettings.limits(settings);
    }

    public int recordMaxBytes() {
        return settings.number("record.max.bytes");
    }

    public ReplayBounds replayBounds() {
        return new ReplayBounds(settings.number("replay.max.results"), settings.decimal("held.out.share"));
    }

    public RoundTrigger roundTrigger() {
        return new RoundTrigger(
                settings.number("round.min.results"),
                settings.number("round.min.new.results"),
                settings.milliseconds("round.max.interval.ms"));
    }

    public RoundOptions roundOptions() {
        return new RoundOptions(
                new TrainingOptions(
                        settings.number("tag.rows"),
                        settings.number("tag.members"),
                        settings.flag("tag.deep"),
                        settings.number("tag.low.rank"),
                        settings.number("tag.read.rows"),
                        settings.flag("tag.offsets"),
                        settings.number("train.batch"),
                        settings.decimal("train.learning.rate"),
                        settings.number("train.epochs"),
                        settings.number("train.patience"),
                        settings.milliseconds("round.budget.ms"),
                        settings.longNumber("train.seed"),
                        TrainingOptions.DEFAULT.clipNorm()),
                settings.decimal("gate.confidence"));
    }

    /** Where metrics and health are answered; empty where they are not. */
    public Optional<InetSocketAddress> http() {
        return OpsSettings.address(settings);
    }

    /** What the console shows; empty where none is asked for. */
    public Optional<ConsoleOptions> console() {
        return ConsoleSettings.options(settings, ConsoleSettings.processorId(settings));
    }

    /** Predicted pairs that wait for a result, for each partition; 0 leaves live accuracy out. */
    public int accuracyMaxPairs() {
        return settings.number("accuracy.max.pairs");
    }

    /** Whose tag versions are used, and what published ones are signed with. */
    public TagKeys tagKeys() {
        return TagKeySettings.of(settings);
    }

    /** For the Schema Registry client, by its own names. */
    public Map<String, Object> registry() {
        return StreamsSettings.registry(settings);
    }

    /** For Kafka's clients, by their own names, without what has an accessor here. */
    public Map<String, Object> kafka() {
        return settings.under(KafkaSettings.KAFKA_PREFIX);
    }

    /** What Kafka Streams is told; a version may be as large as its topic takes. */
    public Properties streams() {
        Properties streams = StreamsSettings.of(settings, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                topics().functionTags().maxMessageBytes());
        return streams;
    }
}
