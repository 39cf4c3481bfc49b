package dev.tagstream.runtime.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Says for a person what a value may be. */
final class ValueRules {
    private ValueRules() {}

    static String ofType(ConfigDef.Type type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case STRING, PASSWORD -> "text";
            case SHORT -> "a whole number up to %,d".formatted(Short.MAX_VALUE);
            case INT -> "a whole number up to %,d".formatted(Integer.MAX_VALUE);
            case LONG -> "a whole number";
            case DOUBLE -> "a number";
            case LIST -> "a list separated by commas";
            case CLASS -> "the name of a class";
        };
    }

    /** What a validator allows, or nothing for one that can't say. */
    static String allowed(Validator validator) {
        String said = String.valueOf(validator);
        boolean saysNothing = validator == null || said.equals(identity(validator));
        return saysNothing ? "" : said;
    }

    static String broken(Validator validator, ConfigException refusal) {
        String allowed = allowed(validator);
        return allowed.isEmpty() ? String.valueOf(refusal.getMessage()) : "allowed is " + allowed;
    }

    private static String identity(Object object) {
        return object.getClass().getName() + "@" + Integer.toHexString(object.hashCode());
    }
}
