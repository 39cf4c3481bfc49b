package dev.tagstream.runtime.engines;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Allows the names of devices the engine knows, one or several. */
final class DeviceNames implements ConfigDef.Validator {
    private static final Pattern NAME = Pattern.compile("cpu|cuda:\\d{1,3}");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*");

    /** The names in a setting, in their order. One may stand twice, for two engines there. */
    static List<String> of(String setting) {
        return List.of(SEPARATOR.split(setting.strip(), -1));
    }

    @Override
    public void ensureValid(String key, Object value) {
        if (!of(String.valueOf(value)).stream()
                .allMatch(name -> NAME.matcher(name).matches())) {
            throw new ConfigException(key, value, "must be " + this);
        }
    }

    @Override
    public String toString() {
        return "cpu, or cuda:0 and so on, or several";
    }
}
