package dev.tagstream.cli.options;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options every verb has that talks to Kafka. The command line wins over the environment, and that over the file. */
public final class ConnectionOptions {
    static final String BOOTSTRAP_VARIABLE = "TAGSTREAM_BOOTSTRAP_SERVER";
    static final String REGISTRY_VARIABLE = "TAGSTREAM_SCHEMA_REGISTRY";
    static final String COMMAND_CONFIG_VARIABLE = "TAGSTREAM_COMMAND_CONFIG";
    static final String PREFIX_VARIABLE = "TAGSTREAM_TOPIC_PREFIX";

    private static final String DEFAULT_BOOTSTRAP = "localhost:9092";
    private static final String DEFAULT_REGISTRY = "http://localhost:8081/apis/ccompat/v7";
    private static final String BOOTSTRAP_KEY = "bootstrap.servers";
    private static final String REGISTRY_KEY = "schema.registry.url";
    private static final String KAFKA_PREFIX = "kafka."; // among a service's settings
    private static final String REGISTRY_PREFIX = "registry."; // there, and in the file
    private static final String TAG_PREFIX = "tag."; // there, and in the file

    /** What a service is told where nobody says anything. */
    static final Map<String, String> DEFAULT_SETTINGS =
            Map.of(BOOTSTRAP_KEY, DEFAULT_BOOTSTRAP, REGISTRY_KEY, DEFAULT_REGISTRY);

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, several with commas. Default: $" + BOOTSTRAP_VARIABLE + ", the file, "
                    + DEFAULT_BOOTSTRAP + ".")
    Optional<String> bootstrapServer = Optional.empty();

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry. Default: $" + REGISTRY_VARIABLE + ", the file, " + DEFAULT_REGISTRY + ".")
    Optional<String> schemaRegistry = Optional.empty();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of the Kafka clients, logins and TLS among them; keys that begin with "
                    + REGISTRY_PREFIX + " are the registry client's, " + TagKeys.TRUSTED + " and " + TagKeys.SIGNING
                    + " name key files. Default: $" + COMMAND_CONFIG_VARIABLE + ", none.")
    public Optional<Path> commandConfig = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "Put before every topic's name. Default: $" + PREFIX_VARIABLE + ", none.")
    Optional<String> topicPrefix = Optional.empty();

    /** Settles the options and makes sure that Kafka and the registry answer. */
    public KafkaConnection connect() {
        KafkaConnection connection = settle(System.getenv());
        connection.check();
        return connection;
    }

    public KafkaConnection settle(Map<String, String> environment) {
        Map<String, Object> kafka = new HashMap<>();
        Map<String, Object> registry = new HashMap<>();
        Map<String, String> tags = collect(environment, kafka, registry);
        kafka.putIfAbsent(BOOTSTRAP_KEY, DEFAULT_BOOTSTRAP);
        registry.putIfAbsent(REGISTRY_KEY, DEFAULT_REGISTRY);
        String prefix = topicPrefix.or(() -> set(environment, PREFIX_VARIABLE)).orElse("");
        return new KafkaConnection(kafka, registry, topics(prefix), keys(tags));
    }

    /** The settings that say the same to a service; none for what was not said, so that its other sources count. */
    Map<String, String> settings(Map<String, String> environment) {
        Map<String, Object> kafka = new HashMap<>();
        Map<String, Object> registry = new HashMap<>();
        Map<String, String> settings = new HashMap<>(collect(environment, kafka, registry));
        kafka.forEach((key, value) ->
                settings.put(key.equals(BOOTSTRAP_KEY) ? key : KAFKA_PREFIX + key, String.valueOf(value)));
        registry.forEach((key, value) ->
                settings.put(key.equals(REGISTRY_KEY) ? key : REGISTRY_PREFIX + key, String.valueOf(value)));
        topicPrefix.ifPresent(prefix -> settings.put("topic.prefix", prefix));
        return settings;
    }

    /** What options, environment and file say of the clients, without defaults; returns what the file says of tags. */
    private Map<String, String> collect(
            Map<String, String> environment, Map<String, Object> kafka, Map<String, Object> registry) {
        Map<String, String> tags = new HashMap<>();
        Optional<Path> file =
                commandConfig.or(() -> set(environment, COMMAND_CONFIG_VARIABLE).map(Path::of));
        file.map(ConnectionOptions::load).orElseGet(Properties::new).forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.startsWith(TAG_PREFIX)) {
                tags.put(name, String.valueOf(value));
                return;
            }
            boolean forRegistry = name.startsWith(REGISTRY_PREFIX);
            (forRegistry ? registry : kafka).put(forRegistry ? name.substring(REGISTRY_PREFIX.length()) : name, value);
        });
        bootstrapServer
                .or(() -> set(environment, BOOTSTRAP_VARIABLE))
                .ifPresent(server -> kafka.put(BOOTSTRAP_KEY, server));
        schemaRegistry.or(() -> set(environment, REGISTRY_VARIABLE)).ifPresent(url -> registry.put(REGISTRY_KEY, url));
        return tags;
    }

    private static TagKeys keys(Map<String, String> tags) {
        Map<String, String> unknown = new TreeMap<>(tags);
        String trusted = unknown.remove(TagKeys.TRUSTED);
        String signing = unknown.remove(TagKeys.SIGNING);
        if (!unknown.isEmpty()) {
            throw new TagstreamException("There is no setting %s; of tags there are %s and %s."
                    .formatted(String.join(", ", unknown.keySet()), TagKeys.TRUSTED, TagKeys.SIGNING));
        }
        try {
            return TagKeys.of(
                    Stream.of((trusted == null ? "" : trusted).split(","))
                            .map(String::strip)
                            .filter(file -> !file.isEmpty())
                            .map(Path::of)
                            .toList(),
                    Optional.ofNullable(signing).map(String::strip).map(Path::of));
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(
                    "Of the keys in the file given with --command-config, %s.".formatted(e.getMessage()), e);
        }
    }

    private static Topics topics(String prefix) {
        try {
            return Topics.withPrefix(prefix);
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(e.getMessage() + ".", e);
        }
    }

    private static Optional<String> set(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableInputException("%s, given with --command-config or $%s, can't be read as properties."
                    .formatted(file, COMMAND_CONFIG_VARIABLE));
        }
        return properties;
    }
}
