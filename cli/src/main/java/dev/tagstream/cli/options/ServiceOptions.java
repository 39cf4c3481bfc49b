package dev.tagstream.cli.options;

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

/** The options of a verb that runs a service: each says what a setting would, and stands above the service's other sources. */
public final class ServiceOptions {
    /** Variables of the command itself. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            ConnectionOptions.BOOTSTRAP_VARIABLE,
            ConnectionOptions.REGISTRY_VARIABLE,
            ConnectionOptions.COMMAND_CONFIG_VARIABLE,
            "TAGSTREAM_OPTS",
            "TAGSTREAM_LOG_LEVEL",
            "TAGSTREAM_LIBRARY_LOG_LEVEL");

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be repeated.")
    Map<String, String> set = new HashMap<>();

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    public ConnectionOptions connection = new ConnectionOptions();

    /** The strongest first: --set and the options, the environment, the file, and what holds where nobody says anything. */
    public List<SettingsSource> sources() {
        return sources(System.getenv());
    }

    public List<SettingsSource> sources(Map<String, String> environment) {
        Map<String, String> commandLine = new HashMap<>(model.settings());
        commandLine.putAll(connection.settings(environment));
        commandLine.putAll(set);
        Map<String, String> defaults = new HashMap<>(ModelOptions.defaultSettings());
        defaults.putAll(ConnectionOptions.DEFAULT_SETTINGS);
        List<SettingsSource> sources = new ArrayList<>();
        sources.add(SettingsSource.commandLine(commandLine));
        sources.add(SettingsSource.environment(environment, NOT_SETTINGS));
        config.ifPresent(file -> sources.add(SettingsSource.file(file)));
        sources.add(SettingsSource.commandLine(defaults));
        return sources;
    }
}
