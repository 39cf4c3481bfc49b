package dev.tagstream.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** One resolution of settings, gathering every problem on the way. Used once. */
final class SettingsCheck {
    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|credential|jaas|auth|user\\.info|\\.key).*");

    private static final Pattern USER_IN_URL = Pattern.compile("//[^/@\\s]*@");

    /** Variables that Kubernetes sets in every pod beside a service whose name starts with tagstream. */
    private static final Pattern SERVICE_LINK = Pattern.compile(SettingsSource.ENVIRONMENT_ORIGIN
            + SettingsSource.ENVIRONMENT_PREFIX
            + "(.*_)?(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_(TCP|UDP).*)");

    private final ConfigCatalogue catalogue;
    private final Map<String, ConfigKey> keys;
    private final List<String> problems = new ArrayList<>();

    SettingsCheck(ConfigCatalogue catalogue) {
        this.catalogue = catalogue;
        this.keys = new TreeMap<>(catalogue.definitions().configKeys());
    }

    Settings resolve(List<SettingsSource> sources) {
        Map<String, RawSetting> written = strongest(sources);
        Map<String, @Nullable Object> values = new HashMap<>();
        int before = problems.size();
        keys.forEach((name, key) -> values.put(name, valueOf(key, written.get(name))));
        if (problems.size() > before) {
            stopAtProblems(); // a rule needs every value
        }
        Settings settings = new Settings(values, written);
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
        if (keys.containsKey(setting.key()) || catalogue.passesOn(setting.key())) {
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
        Set<String> candidates = new HashSet<>(keys.keySet());
        return Spelling.nearest(key, candidates)
                .map(nearest -> "; did you mean %s?".formatted(nearest))
                .orElse("");
    }

    private @Nullable Object valueOf(ConfigKey key, @Nullable RawSetting setting) {
        if (setting == null) {
            if (!key.hasDefault()) {
                problems.add(
                        "%s is not set and has no default: set it on the command line, in the settings file or as %s"
                                .formatted(key.name, SettingsSource.environmentVariable(key.name)));
                return null;
            }
            return key.defaultValue;
        }
        String told = told(setting, key.type == ConfigDef.Type.PASSWORD);
        Object value;
        try {
            value = ConfigDef.parseType(key.name, setting.value(), key.type);
        } catch (ConfigException e) {
            problems.add("%s: it must be %s".formatted(told, ValueRules.ofType(key.type)));
            return null;
        }
        try {
            if (key.validator != null) {
                key.validator.ensureValid(key.name, value);
            }
        } catch (ConfigException e) {
            problems.add("%s: %s".formatted(told, ValueRules.broken(key.validator, e)));
        }
        return value;
    }

    /** Key, value and origin for a message. A secret is not repeated. */
    static String told(RawSetting setting, boolean secret) {
        String shown =
                secret ? "[hidden]" : USER_IN_URL.matcher(setting.value()).replaceAll("//[hidden]@");
        return "%s=%s (%s)".formatted(setting.key(), shown, setting.origin());
    }

    /** Whether a value without a type of its own may be a secret. */
    static boolean soundsSecret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }
}
