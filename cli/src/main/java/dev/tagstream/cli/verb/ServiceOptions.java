package dev.tagstream.cli.verb;

import dev.tagstream.runtime.config.SettingsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every verb that runs a service, and the settings they come to. */
final class ServiceOptions {
    /** Variables of the command itself. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            ConnectionOptions.BOOTSTRAP_VARIABLE,
            ConnectionOptions.REGISTRY_VARIABLE,
            "TAGSTREAM_OPTS",
            "TAGSTREAM_LOG_LEVEL",
            "TAGSTREAM_LIBRARY_LOG_LEVEL");

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    Map<String, String> set = new HashMap<>();

    @Mixin
    ModelOptions model;

    @Mixin
    ConnectionOptions options;

    /** The strongest first. */
    List<SettingsSource> sources() {
        KafkaConnection connection = options.settle(System.getenv());
        Map<String, String> commandLine = new HashMap<>(model.settings());
        connection.kafka().forEach((key, value) -> commandLine.put("kafka." + key, String.valueOf(value)));
        connection.registry().forEach((key, value) -> commandLine.put("registry." + key, String.valueOf(value)));
        commandLine.remove("kafka.bootstrap.servers");
        commandLine.remove("registry.schema.registry.url");
        commandLine.put("bootstrap.servers", connection.bootstrapServers());
        commandLine.put("schema.registry.url", connection.registryUrl());
        options.topicPrefix.ifPresent(prefix -> commandLine.put("topic.prefix", prefix));
        commandLine.putAll(set);
        List<SettingsSource> sources = new ArrayList<>();
        sources.add(SettingsSource.commandLine(commandLine));
        sources.add(SettingsSource.environment(System.getenv(), NOT_SETTINGS));
        config.ifPresent(file -> sources.add(SettingsSource.file(file)));
        return sources;
    }
}
