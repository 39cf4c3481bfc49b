package dev.tagstream.runtime.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one process, checked and typed. Meant to be read once, by the class that gives them accessors of their own.
 *
 * <p>An accessor throws {@link IllegalArgumentException} for a key that the catalogue does not have, or has with another type.
 */
public final class Settings {
    private final Map<String, @Nullable Object> values; // one for each key of the catalogue
    private final Map<String, RawSetting> written; // those that somebody set

    Settings(Map<String, @Nullable Object> values, Map<String, RawSetting> written) {
        this.values = values;
        this.written = written;
    }

    public String text(String key) {
        return value(key, String.class);
    }

    /** For a setting whose default is none. */
    public Optional<String> optionalText(String key) {
        return values.containsKey(key) && values.get(key) == null ? Optional.empty() : Optional.of(text(key));
    }

    public int number(String key) {
        return value(key, Integer.class);
    }

    public long longNumber(String key) {
        return value(key, Long.class);
    }

    public double decimal(String key) {
        return value(key, Double.class);
    }

    public boolean flag(String key) {
        return value(key, Boolean.class);
    }

    /** For a whole number of milliseconds, as keys that end in {@code .ms} are. */
    public Duration milliseconds(String key) {
        return Duration.ofMillis(value(key, Number.class).longValue());
    }

    public List<String> list(String key) {
        List<?> list = value(key, List.class);
        return list.stream().map(String::valueOf).toList();
    }

    public String secret(String key) {
        return value(key, Password.class).value();
    }

    /** What was set under a pass-through prefix, by the names its receiver knows. */
    public Map<String, Object> under(String prefix) {
        Map<String, Object> under = new TreeMap<>();
        written.forEach((key, setting) -> {
            if (key.startsWith(prefix)) {
                under.put(key.substring(prefix.length()), setting.value());
            }
        });
        return under;
    }

    /** Key, value and where it was set, for a message: {@code batch.max.tokens=512 (command line)}. */
    public String told(String key) {
        RawSetting setting = written.get(key);
        return setting == null
                ? "%s=%s (default)".formatted(key, values.get(key))
                : SettingsCheck.told(
                        setting,
                        values.containsKey(key)
                                ? values.get(key) instanceof Password
                                : SettingsCheck.soundsSecret(key));
    }

    /** A copy of the values, to compare or to print; secrets print as hidden. */
    public Map<String, @Nullable Object> values() {
        return new HashMap<>(values);
    }

    private <T> T value(String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("%s is %s, not a setting of type %s"
                    .formatted(key, values.containsKey(key) ? value : "unknown", type.getSimpleName()));
        }
        return type.cast(value);
    }
}
