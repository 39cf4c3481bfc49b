package dev.tagstream.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A place settings come from. */
public final class SettingsSource {
    /** Start of every environment variable that is a setting. */
    public static final String ENVIRONMENT_PREFIX = "TAGSTREAM_";

    /** Bytes of a settings file; one with every setting and its documentation has 20 kB. */
    public static final long MAX_FILE_BYTES = 1L << 18;

    static final String ENVIRONMENT_ORIGIN = "environment variable ";

    private final List<RawSetting> settings;

    private SettingsSource(List<RawSetting> settings) {
        this.settings = settings;
    }

    public static SettingsSource commandLine(Map<String, String> settings) {
        return new SettingsSource(new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> new RawSetting(setting.getKey(), setting.getValue(), "command line"))
                        .toList());
    }

    /** {@link #environment(Map, Set)} where every variable is a setting. */
    public static SettingsSource environment(Map<String, String> variables) {
        return environment(variables, Set.of());
    }

    /**
     * Takes the variables that start with {@value #ENVIRONMENT_PREFIX}: {@code TAGSTREAM_BATCH_MAX_TOKENS} sets
     * {@code batch.max.tokens}. As in Kafka's container images, two underscores stand for a dash and three for an underscore.
     *
     * @param notSettings variables that start so and mean something else
     */
    public static SettingsSource environment(Map<String, String> variables, Set<String> notSettings) {
        List<RawSetting> settings = new ArrayList<>();
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !notSettings.contains(variable)) {
                settings.add(new RawSetting(key(variable), value, ENVIRONMENT_ORIGIN + variable));
            }
        });
        return new SettingsSource(settings);
    }

    /**
     * Reads a Java properties file in UTF-8.
     *
     * @throws ConfigProblemsException if it can't be read
     */
    public static SettingsSource file(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new ConfigProblemsException(List.of("settings file %s has %,d bytes, allowed are %,d"
                        .formatted(file, Files.size(file), MAX_FILE_BYTES)));
            }
            return new SettingsSource(
                    PropertiesLines.parse(Files.readString(file), String.valueOf(file.getFileName())));
        } catch (NoSuchFileException e) {
            throw new ConfigProblemsException(List.of("settings file %s does not exist".formatted(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigProblemsException(
                    List.of("settings file %s can't be read: %s".formatted(file, e.getMessage())));
        }
    }

    /**
     * Of a process of its own, the strongest first: the environment, and a file if there is an argument that names it.
     *
     * @throws ConfigProblemsException if the file can't be read
     */
    public static List<SettingsSource> ofProcess(String[] arguments) {
        SettingsSource environment = environment(System.getenv());
        return arguments.length == 0 ? List.of(environment) : List.of(environment, file(Path.of(arguments[0])));
    }

    /** As written, duplicates included. */
    List<RawSetting> settings() {
        return settings;
    }

    /** The variable that sets {@code key}. */
    static String environmentVariable(String key) {
        return ENVIRONMENT_PREFIX
                + key.replace("_", "___").replace("-", "__").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String key(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("___", "\0")
                .replace("__", "-")
                .replace('_', '.')
                .replace('\0', '_');
    }
}
