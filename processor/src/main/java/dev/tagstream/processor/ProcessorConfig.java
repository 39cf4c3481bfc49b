package dev.tagstream.processor;

import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.console.ConsoleOptions;
import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.ops.OpsSettings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.streams.StreamsSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.Topics;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** The processor's settings, checked and typed; {@code docs/config.md} has them all. */
public final class ProcessorConfig {
    /** What may be set. */
    public static final ConfigCatalogue CATALOGUE = ProcessorSettings.catalogue();

    private final Settings settings;

    private ProcessorConfig(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param sources the strongest first
     * @throws dev.tagstream.runtime.config.ConfigProblemsException with every problem
     */
    public static ProcessorConfig resolve(List<SettingsSource> sources) {
        return new ProcessorConfig(CATALOGUE.resolve(sources));
    }

    public String bootstrapServers() {
        return settings.text("bootstrap.servers");
    }

    public String applicationId() {
        return settings.text("application.id");
    }

    public Topics topics() {
        return Topics.withPrefix(settings.text("topic.prefix"));
    }

    public Path stateDir() {
        return Path.of(settings.text("state.dir"));
    }

    public int streamThreads() {
        return settings.number("stream.threads");
    }

    public String processingGuarantee() {
        return settings.text("processing.guarantee");
    }

    public Duration transactionTimeout() {
        return settings.milliseconds("transaction.timeout.ms");
    }

    public Duration commitInterval() {
        return settings.milliseconds("commit.interval.ms");
    }

    public Duration maxPollInterval() {
        return settings.milliseconds("max.poll.interval.ms");
    }

    public int maxPollRecords() {
        return settings.number("max.poll.records");
    }

    public Duration sessionTimeout() {
        return settings.milliseconds("session.timeout.ms");
    }

    public Duration heartbeatInterval() {
        return settings.milliseconds("heartbeat.interval.ms");
    }

    public Optional<String> groupInstanceId() {
        return settings.optionalText("group.instance.id");
    }

    /** Of the shorter of the two times after which Kafka gives a stream thread up, a tenth. */
    public Duration longestWait() {
        Duration shorter =
                transactionTimeout().compareTo(maxPollInterval()) < 0 ? transactionTimeout() : maxPollInterval();
        return shorter.dividedBy(ProcessorRules.WAIT_PART);
    }

    public BatchPolicy batchPolicy() {
        return new BatchPolicy(
                settings.number("batch.max.tokens"),
                settings.longNumber("batch.max.bytes"),
                settings.milliseconds("batch.target.ms"),
                settings.milliseconds("batch.max.age.ms"));
    }

    public QueueBounds queueBounds() {
        return new QueueBounds(
                settings.number("queue.max.records"),
                settings.number("queue.max.tokens"),
                settings.number("queue.interactive.max.records"));
    }

    public Path modelDir() {
        return Path.of(settings.text("model.dir"));
    }

    /** One engine for each device. */
    public List<EngineOptions> engineOptions() {
        return EngineSettings.options(settings);
    }

    /** Where metrics and health are answered; empty where they are not. */
    public Optional<InetSocketAddress> http() {
        return OpsSettings.address(settings);
    }

    /** What the console shows; empty where none is asked for. */
    public Optional<ConsoleOptions> console() {
        return ConsoleSettings.options(settings, applicationId());
    }

    public int proteinMaxLength() {
        return settings.number("protein.max.length");
    }

    public int smilesMaxLength() {
        return settings.number("smiles.max.length");
    }

    public int recordMaxBytes() {
        return settings.number("record.max.bytes");
    }

    /** Whose tag versions are used. */
    public TagTrust tagTrust() {
        return TagKeySettings.trust(settings);
    }

    /** For the Schema Registry client, by its own names. */
    public Map<String, Object> registry() {
        return StreamsSettings.registry(settings);
    }

    /** What Kafka Streams is told for a lane; the interactive one, which has little to do, gets one thread. */
    public Properties streams(RequestLane lane) {
        Properties streams = StreamsSettings.of(settings, processingGuarantee());
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, lane.applicationId(applicationId()));
        streams.put(
                StreamsConfig.CLIENT_ID_CONFIG,
                lane.applicationId(streams.getProperty(StreamsConfig.CLIENT_ID_CONFIG)));
        if (lane == RequestLane.INTERACTIVE) {
            streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        }
        return streams;
    }

    /** For Kafka Streams and its clients, by their own names, without what has an accessor here. */
    public Map<String, Object> kafka() {
        return settings.under(KafkaSettings.KAFKA_PREFIX);
    }
}
