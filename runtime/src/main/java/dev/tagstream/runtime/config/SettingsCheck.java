package dev.tagstream.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** One resolution of settings, gathering every problem on the way. Used once. */
final class SettingsCheck {
    /** Variables that Kubernetes sets in every pod beside a service whose name starts with tagstream. */
    private static final Pattern SERVICE_LINK = Pattern.compile(SettingsSource.ENVIRONMENT_ORIGIN
            + SettingsSource.ENVIRONMENT_PREFIX
            + "(.*_)?(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_(TCP|UDP).*)");

    private final ConfigCatalogue catalogue;
    private final List<String> problems = new ArrayList<>();

    SettingsCheck(ConfigCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    Settings resolve(List<SettingsSource> sources) {
        Map<String, RawSetting> written = strongest(sources);
        Map<String, @Nullable Object> values = new HashMap<>();
        int before = problems.size();
        catalogue
                .settings()
                .forEach(setting -> values.put(setting.key(), valueOf(setting, written.get(setting.key()))));
        if (problems.size() > before) {
            stopAtProblems(); // a rule needs every value
        }
        Settings settings = new Settings(catalogue, values, written);
        catalogue.rules().forEach(rule -> rule.problem(settings).ifPresent(problems::add));
        stopAtProblems();
        return settings;
    }

    private void stopAtProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigProblemsException(problems);
        }
    }

    private Map<String, RawSetting> strongest(List<SettingsSource> sources) {
        Map<String, RawSetting> strongest = new TreeMap<>();
        for (SettingsSource source : sources) {
            Map<String, RawSetting> inSource = new HashMap<>();
            for (RawSetting setting : source.settings()) {
                RawSetting earlier = inSource.put(setting.key(), setting);
                if (earlier != null) {
                    problems.add("%s is set twice, on %s and on %s"
                            .formatted(setting.key(), earlier.origin(), setting.origin()));
                }
                if (isKnown(setting)) {
                    strongest.putIfAbsent(setting.key(), setting);
                }
            }
        }
        return strongest;
    }

    private boolean isKnown(RawSetting setting) {
        if (catalogue.knows(setting.key())) {
            return true;
        }
        if (!SERVICE_LINK.matcher(setting.origin()).matches()) {
            // Without its value: under a misspelt key, nothing tells whether that is a secret.
            problems.add("%s (%s): there is no such setting%s"
                    .formatted(setting.key(), setting.origin(), suggestion(setting.key())));
        }
        return false;
    }

    private String suggestion(String key) {
        return Spelling.nearest(
                        key, catalogue.settings().stream().map(Setting::key).toList())
                .map(nearest -> "; did you mean %s?".formatted(nearest))
                .orElse("");
    }

    private @Nullable Object valueOf(Setting<?> setting, @Nullable RawSetting raw) {
        ConfigKey definition = setting.definition();
        if (raw == null) {
            if (setting.mustBeSet()) {
                problems.add(
                        "%s is not set and has no default: set it on the command line, in the settings file or as %s"
                                .formatted(setting.key(), SettingsSource.environmentVariable(setting.key())));
                return null;
            }
            return definition.defaultValue;
        }
        Object value;
        try {
            value = ConfigDef.parseType(setting.key(), raw.value(), definition.type);
        } catch (ConfigException e) {
            problems.add("%s: it must be %s".formatted(raw.told(), ofType(definition.type)));
            return null;
        }
        try {
            if (definition.validator != null) {
                definition.validator.ensureValid(setting.key(), value);
            }
        } catch (ConfigException e) {
            problems.add("%s: allowed is %s".formatted(raw.told(), setting.allowed()));
        }
        return value;
    }

    private static String ofType(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INT -> "a whole number up to %,d".formatted(Integer.MAX_VALUE);
            case LONG -> "a whole number";
            case DOUBLE -> "a number";
            case LIST -> "a list separated by commas";
            default -> "text";
        };
    }
}
