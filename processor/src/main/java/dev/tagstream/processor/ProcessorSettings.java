package dev.tagstream.processor;

import static dev.tagstream.runtime.streams.KafkaSettings.APPLICATION_ID;
import static dev.tagstream.runtime.streams.KafkaSettings.COMMIT_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.MAX_POLL_INTERVAL;
import static dev.tagstream.runtime.streams.KafkaSettings.TRANSACTION_TIMEOUT;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.console.ConsoleSettings;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.QueueBounds;
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
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** The processor's settings, and what is made of its own; {@code docs/config.md} has them all. */
public final class ProcessorSettings {
    /** A stream thread may wait for room in the queue this part of the transaction timeout. */
    private static final int WAIT_PART = 10;

    private static final Setting<String> GUARANTEE = Setting.choice(
            "processing.guarantee",
            List.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
            "Whether a prediction can appear twice after a failure; exactly_once_v2 needs readers with"
                    + " isolation.level=read_committed.");

    private static final Setting<Integer> BATCH_TOKENS = Setting.number(
            "batch.max.tokens",
            131_072,
            atLeast(1),
            "Tokens of data in a batch. Lowered by itself while the device runs out of memory.");

    private static final Setting<Long> BATCH_BYTES = Setting.longNumber(
            "batch.max.bytes",
            1L << 30,
            atLeast(1),
            "Memory on the device for keys and values of a batch's proteins and molecules, beside what the span cache"
                    + " holds. Lowered by itself while the device runs out of memory.");

    private static final Setting<Duration> BATCH_TARGET = Setting.milliseconds(
            "batch.target.ms",
            250,
            between(1, 600_000),
            "About how long a batch may keep its device, by what was measured at start and since; up to four times as long"
                    + " where any batch costs more than a fifth of that. A new tag waits for up to two batches.");

    private static final Setting<Duration> BATCH_AGE = Setting.milliseconds(
            "batch.max.age.ms",
            50,
            between(0, 60_000),
            "The longest a request waits for its batch to fill while its device is idle.");

    private static final Setting<Integer> QUEUE_RECORDS = Setting.number(
            "queue.max.records",
            4_096,
            atLeast(1),
            "Tasks, one for each function of a request, that wait for the engine; reading waits when it is full.");

    private static final Setting<Integer> QUEUE_INTERACTIVE_RECORDS = Setting.number(
            "queue.interactive.max.records",
            256,
            atLeast(1),
            "The same for the interactive lane, whose tasks have room of their own and are scored first.");

    private static final Setting<Integer> QUEUE_TOKENS = Setting.number(
            "queue.max.tokens",
            1 << 22,
            atLeast(1),
            "Tokens of data over all tasks of a lane that wait for the engine.");

    private static final SettingsGroup OWN = SettingsGroup.of(
                    GUARANTEE,
                    BATCH_TOKENS,
                    BATCH_BYTES,
                    BATCH_TARGET,
                    BATCH_AGE,
                    QUEUE_RECORDS,
                    QUEUE_INTERACTIVE_RECORDS,
                    QUEUE_TOKENS)
            .checkedBy(ProcessorSettings::batchInQueue, ProcessorSettings::transactionOutlastsWaiting);

    public static final ConfigCatalogue CATALOGUE = new ConfigCatalogue(
            "Settings of the processor",
            KafkaSettings.PASSED_ON,
            KafkaSettings.group(
                    "tagstream-processor",
                    "tagstream-data/state",
                    COMMIT_INTERVAL.withDefault(
                            "1000",
                            "Time between two commits where requests wait as long as this for an engine; where they wait"
                                    + " less, commits come as much sooner, 100 ms apart at least.")),
            OWN,
            EngineSettings.GROUP,
            ConsoleSettings.GROUP,
            IntakeSettings.GROUP,
            TagKeySettings.OF_READER,
            OpsSettings.GROUP);

    private ProcessorSettings() {}

    static BatchPolicy batchPolicy(Settings settings) {
        return new BatchPolicy(
                settings.get(BATCH_TOKENS),
                settings.get(BATCH_BYTES),
                settings.get(BATCH_TARGET),
                settings.get(BATCH_AGE));
    }

    public static QueueBounds queueBounds(Settings settings) {
        return new QueueBounds(
                settings.get(QUEUE_RECORDS), settings.get(QUEUE_TOKENS), settings.get(QUEUE_INTERACTIVE_RECORDS));
    }

    /** Of the shorter of the two times after which Kafka gives a stream thread up, a tenth. */
    static Duration longestWait(Settings settings) {
        Duration transaction = settings.get(TRANSACTION_TIMEOUT);
        Duration poll = settings.get(MAX_POLL_INTERVAL);
        return (transaction.compareTo(poll) < 0 ? transaction : poll).dividedBy(WAIT_PART);
    }

    /** What Kafka Streams is told for a lane; the interactive one, which has little to do, gets one thread. */
    static Properties streams(Settings settings, RequestLane lane) {
        Properties streams = StreamsSettings.of(settings, settings.get(GUARANTEE));
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, lane.applicationId(settings.get(APPLICATION_ID)));
        streams.put(
                StreamsConfig.CLIENT_ID_CONFIG,
                lane.applicationId(streams.getProperty(StreamsConfig.CLIENT_ID_CONFIG)));
        if (lane == RequestLane.INTERACTIVE) {
            streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        }
        return streams;
    }

    private static Optional<String> batchInQueue(Settings settings) {
        return SettingsRule.when(
                settings.get(BATCH_TOKENS) > settings.get(QUEUE_TOKENS),
                "%s is more than %s, so a batch could never fill"
                        .formatted(settings.told(BATCH_TOKENS), settings.told(QUEUE_TOKENS)));
    }

    /** A transaction is open for a commit interval and one time of waiting; twice that must fit. */
    private static Optional<String> transactionOutlastsWaiting(Settings settings) {
        long timeout = settings.get(TRANSACTION_TIMEOUT).toMillis();
        long waiting = timeout / WAIT_PART;
        return SettingsRule.when(
                settings.get(GUARANTEE).equals(StreamsConfig.EXACTLY_ONCE_V2)
                        && settings.get(COMMIT_INTERVAL).toMillis() + waiting > timeout / 2,
                "%s plus %d ms of waiting for a full queue is more than half of %s, so transactions could time out"
                        .formatted(settings.told(COMMIT_INTERVAL), waiting, settings.told(TRANSACTION_TIMEOUT)));
    }
}
