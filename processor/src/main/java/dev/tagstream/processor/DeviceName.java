package dev.tagstream.processor;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Allows the names of devices the engine knows. */
final class DeviceName implements ConfigDef.Validator {
    private static final Pattern NAME = Pattern.compile("cpu|cuda:\\d{1,3}");

    @Override
    public void ensureValid(String key, Object value) {
        if (!NAME.matcher(String.valueOf(value)).matches()) {
            throw new ConfigException(key, value, "must be " + this);
        }
    }

    @Override
    public String toString() {
        return "cpu, or cuda:0 and so on";
    }
}
