package dev.tagstream.runtime.config;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of the settings of one process, checked and typed; read by the handles that its catalogue has. */
public final class Settings {
    private final ConfigCatalogue catalogue;
    private final Map<String, @Nullable Object> values; // one for each key of the catalogue
    private final Map<String, RawSetting> written; // those that somebody set

    Settings(ConfigCatalogue catalogue, Map<String, @Nullable Object> values, Map<String, RawSetting> written) {
        this.catalogue = catalogue;
        this.values = values;
        this.written = written;
    }

    /** Throws {@link IllegalArgumentException} with the key of a setting that the catalogue does not have. */
    public <T> T get(Setting<T> setting) {
        catalogue.require(setting);
        return setting.read(values.get(setting.key()));
    }

    /** What was set under a prefix, by the names its receiver knows. */
    public Map<String, Object> under(PassThrough prefix) {
        Map<String, Object> under = new TreeMap<>();
        written.forEach((key, setting) -> {
            if (prefix.covers(key)) {
                under.put(key.substring(prefix.prefix().length()), setting.value());
            }
        });
        return under;
    }

    /** Key, value and where it was set, for a message: {@code batch.max.tokens=512 (command line)}. */
    public String told(Setting<?> setting) {
        catalogue.require(setting);
        RawSetting raw = written.get(setting.key());
        return raw == null ? "%s=%s (default)".formatted(setting.key(), values.get(setting.key())) : raw.told();
    }

    /** The same of a setting under a prefix, without a value that may be a secret. */
    public String told(PassThrough prefix, String name) {
        RawSetting raw = written.get(prefix.prefix() + name);
        if (raw == null) {
            throw new IllegalArgumentException("%s%s is not set".formatted(prefix.prefix(), name));
        }
        return raw.toldUnlessSecret();
    }
}
