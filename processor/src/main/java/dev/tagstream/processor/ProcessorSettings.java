package dev.tagstream.processor;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.runtime.engines.DeviceNames;
import dev.tagstream.runtime.config.ConfigCatalogue;
import dev.tagstream.runtime.config.PassThrough;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The catalogue of the processor's settings; {@link ProcessorConfig} gives them accessors. */
final class ProcessorSettings {
    /** A bound that the device's memory decides. */
    static final long BY_DEVICE_MEMORY = -1;

    static final String KAFKA_PREFIX = "kafka.";
    static final String REGISTRY_PREFIX = "registry.";
    static final String EXACTLY_ONCE = "exactly_once_v2";

    private ProcessorSettings() {}

    static ConfigCatalogue catalogue() {
        ConfigDef definitions = new ConfigDef();
        places(definitions);
        kafka(definitions);
        batches(definitions);
        model(definitions);
        requests(definitions);
        return new ConfigCatalogue(
                "Settings of the processor",
                definitions,
                List.of(
                        new PassThrough(
                                KAFKA_PREFIX,
                                "Goes to Kafka Streams and its clients by their names, unless named above."),
                        new PassThrough(
                                REGISTRY_PREFIX,
                                "Goes to the Schema Registry client, for instance basic.auth.user.info.")),
                ProcessorRules.all());
    }

    private static void places(ConfigDef config) {
        config.define(
                        "bootstrap.servers",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Kafka brokers to start from, host:port, separated by commas.")
                .define(
                        "schema.registry.url",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Schema Registry, or several separated by commas.")
                .define(
                        "application.id",
                        ConfigDef.Type.STRING,
                        "tagstream-processor",
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Consumer group, transactional ids and start of the changelog topic's name. Processes that share"
                                + " it share the work.")
                .define("topic.prefix", ConfigDef.Type.STRING, "", MEDIUM, "Put before the name of every topic.")
                .define(
                        "state.dir",
                        ConfigDef.Type.STRING,
                        "tagstream-data/state",
                        new ConfigDef.NonEmptyString(),
                        MEDIUM,
                        "Folder of the pending store; what is lost there is restored from the changelog topic.");
    }

    private static void kafka(ConfigDef config) {
        config.define(
                        "stream.threads",
                        ConfigDef.Type.INT,
                        2,
                        ConfigDef.Range.between(1, 256),
                        MEDIUM,
                        "Threads that decode and validate.")
                .define(
                        "processing.guarantee",
                        ConfigDef.Type.STRING,
                        EXACTLY_ONCE,
                        ConfigDef.ValidString.in(EXACTLY_ONCE, "at_least_once"),
                        MEDIUM,
                        "Whether a prediction can appear twice after a failure; exactly_once_v2 needs readers with"
                                + " isolation.level=read_committed.")
                .define(
                        "transaction.timeout.ms",
                        ConfigDef.Type.INT,
                        10_000,
                        ConfigDef.Range.atLeast(1_000),
                        MEDIUM,
                        "After this long the broker aborts a transaction whose process is gone; until then readers wait."
                                + " A tenth of it bounds how long reading waits for a full queue.")
                .define(
                        "commit.interval.ms",
                        ConfigDef.Type.LONG,
                        100L,
                        ConfigDef.Range.atLeast(1L),
                        LOW,
                        "Time between two commits.")
                .define(
                        "max.poll.interval.ms",
                        ConfigDef.Type.INT,
                        300_000,
                        ConfigDef.Range.atLeast(1_000),
                        LOW,
                        "A stream thread that has not polled for this long loses its partitions.")
                .define(
                        "max.poll.records",
                        ConfigDef.Type.INT,
                        500,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Records a poll returns at most.")
                .define(
                        "session.timeout.ms",
                        ConfigDef.Type.INT,
                        15_000,
                        ConfigDef.Range.atLeast(1_000),
                        LOW,
                        "A process that has sent no heartbeat for this long loses its partitions.")
                .define(
                        "heartbeat.interval.ms",
                        ConfigDef.Type.INT,
                        3_000,
                        ConfigDef.Range.atLeast(100),
                        LOW,
                        "Time between heartbeats.")
                .define(
                        "group.instance.id",
                        ConfigDef.Type.STRING,
                        null,
                        LOW,
                        "Name of this process for static membership: restarted within the session timeout under the same"
                                + " name, it gets its partitions back without a rebalance. Must be unique in the group.");
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
                        1_000,
                        ConfigDef.Range.between(1, 600_000),
                        MEDIUM,
                        "About how long a batch may keep its device, by what was measured at start and since.")
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
                        "queue.max.tokens",
                        ConfigDef.Type.INT,
                        1 << 22,
                        ConfigDef.Range.atLeast(1),
                        MEDIUM,
                        "Tokens of data over all tasks that wait for the engine.");
    }

    private static void model(ConfigDef config) {
        config.define(
                        "model.dir",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "LLaMA checkpoint in Hugging Face layout: config.json, tokenizer.json, safetensors.")
                .define(
                        "device",
                        ConfigDef.Type.STRING,
                        "cpu",
                        new DeviceNames(),
                        HIGH,
                        "Where the engine computes, or several devices separated by commas: each gets an engine, with weights,"
                                + " cache and batches of its own.")
                .define(
                        "dtype",
                        ConfigDef.Type.STRING,
                        "auto",
                        ConfigDef.ValidString.in("auto", "float32", "bfloat16"),
                        HIGH,
                        "What the engine computes in; auto is bfloat16, less exact, where it is much faster: on GPUs and on processors with AMX.")
                .define(
                        "protein.cache.max.bytes",
                        ConfigDef.Type.LONG,
                        BY_DEVICE_MEMORY,
                        ConfigDef.Range.atLeast(BY_DEVICE_MEMORY),
                        MEDIUM,
                        "Memory on the device for keys and values of proteins already encoded; -1 means an eighth of what it has.")
                .define(
                        "smiles.cache.max.bytes",
                        ConfigDef.Type.LONG,
                        BY_DEVICE_MEMORY,
                        ConfigDef.Range.atLeast(BY_DEVICE_MEMORY),
                        MEDIUM,
                        "Memory on the device for keys and values of molecules already encoded; -1 means an eighth of what it has.")
                .define(
                        "protein.max.tokens",
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        MEDIUM,
                        "Longer proteins are cut to this and the prediction says so; 0 means half of the model's positions.")
                .define(
                        "smiles.max.tokens",
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        MEDIUM,
                        "Longer SMILES are cut to this and the prediction says so; 0 means a quarter of the model's positions.");
    }

    private static void requests(ConfigDef config) {
        config.define(
                        "protein.max.length",
                        ConfigDef.Type.INT,
                        10_000,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Requests with more residues are rejected.")
                .define(
                        "smiles.max.length",
                        ConfigDef.Type.INT,
                        2_000,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Requests with a longer SMILES are rejected.")
                .define(
                        "record.max.bytes",
                        ConfigDef.Type.INT,
                        262_144,
                        ConfigDef.Range.between(1_024, 524_288),
                        LOW,
                        "Requests whose key, value and headers take more bytes are rejected undecoded.");
    }
}
