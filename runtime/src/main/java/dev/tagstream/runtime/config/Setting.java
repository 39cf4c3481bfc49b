package dev.tagstream.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/**
 * One setting: key, type, default, check and documentation, and the handle that {@link Settings#get} reads its value by.
 *
 * @param <T> of the value
 */
public final class Setting<T> {
    private final ConfigKey definition;
    private final Function<@Nullable Object, T> reader; // of a value of the definition's type

    private Setting(ConfigKey definition, Function<@Nullable Object, T> reader) {
        this.definition = definition;
        this.reader = reader;
    }

    /** Some text that must be set. */
    public static Setting<String> requiredText(String key, String doc) {
        return text(key, ConfigDef.NO_DEFAULT_VALUE, new ConfigDef.NonEmptyString(), doc);
    }

    /** Some text. */
    public static Setting<String> text(String key, String byDefault, String doc) {
        return text(key, byDefault, new ConfigDef.NonEmptyString(), doc);
    }

    /** Text that {@code check} allows; its {@code toString} says what that is. */
    public static Setting<String> text(String key, String byDefault, Validator check, String doc) {
        return text(key, (Object) byDefault, check, doc);
    }

    private static Setting<String> text(String key, Object byDefault, Validator check, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.STRING, byDefault, check, doc), String.class::cast);
    }

    /** Text that may be none at all, which is the default. */
    public static Setting<String> anyText(String key, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.STRING, "", null, doc), String.class::cast);
    }

    /** Text that is there only where somebody set it. */
    public static Setting<Optional<String>> optionalText(String key, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.STRING, null, null, doc), value -> Optional.ofNullable(value)
                .map(String.class::cast));
    }

    /** One of these words, by default the first. */
    public static Setting<String> choice(String key, List<String> words, String doc) {
        return text(key, words.get(0), ValidString.in(words.toArray(String[]::new)), doc);
    }

    /** Texts separated by commas, by default none. */
    public static Setting<List<String>> list(String key, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.LIST, List.of(), null, doc), value -> ((List<?>) value)
                .stream().map(String::valueOf).toList());
    }

    public static Setting<Boolean> flag(String key, boolean byDefault, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.BOOLEAN, byDefault, null, doc), Boolean.class::cast);
    }

    public static Setting<Integer> number(String key, int byDefault, Range range, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.INT, byDefault, range, doc), Integer.class::cast);
    }

    public static Setting<Long> longNumber(String key, long byDefault, Range range, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.LONG, byDefault, range, doc), Long.class::cast);
    }

    /** Any number that a long can hold. */
    public static Setting<Long> longNumber(String key, long byDefault, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.LONG, byDefault, null, doc), Long.class::cast);
    }

    public static Setting<Double> decimal(String key, double byDefault, Range range, String doc) {
        return new Setting<>(define(key, ConfigDef.Type.DOUBLE, byDefault, range, doc), Double.class::cast);
    }

    /** A whole number of milliseconds that an int can hold. */
    public static Setting<Duration> milliseconds(String key, int byDefault, Range range, String doc) {
        return number(key, byDefault, range, doc).as(Duration::ofMillis);
    }

    /** A whole number of milliseconds. */
    public static Setting<Duration> longMilliseconds(String key, long byDefault, Range range, String doc) {
        return longNumber(key, byDefault, range, doc).as(Duration::ofMillis);
    }

    private static ConfigKey define(
            String key, ConfigDef.Type type, @Nullable Object byDefault, @Nullable Validator check, String doc) {
        ConfigDef definitions = new ConfigDef().define(key, type, byDefault, check, Importance.MEDIUM, doc);
        return definitions.configKeys().values().iterator().next();
    }

    /** The same setting, read as something else; {@code conversion} runs at each reading. */
    public <U> Setting<U> as(Function<T, U> conversion) {
        return new Setting<>(definition, reader.andThen(conversion));
    }

    /**
     * The same setting as another service has it; this handle reads it too.
     *
     * @param byDefault as a person would write it
     */
    public Setting<T> withDefault(String byDefault, String doc) {
        return new Setting<>(define(definition.name, definition.type, byDefault, definition.validator, doc), reader);
    }

    /** As {@link #withDefault(String, String)}, with the same documentation. */
    public Setting<T> withDefault(String byDefault) {
        return withDefault(byDefault, definition.documentation);
    }

    public String key() {
        return definition.name;
    }

    /** What it is where nobody sets it, as a person would write it; empty for nothing, and for what must be set. */
    public Optional<String> byDefault() {
        return definition.hasDefault() && definition.defaultValue != null && !definition.defaultValue.equals(List.of())
                ? Optional.of(definition.defaultValue.toString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    boolean mustBeSet() {
        return !definition.hasDefault();
    }

    /** For a person; empty where every value of the type is allowed. */
    String allowed() {
        return definition.validator == null ? "" : definition.validator.toString();
    }

    ConfigKey definition() {
        return definition;
    }

    T read(@Nullable Object value) {
        return reader.apply(value);
    }

    /** Whether both mean the same key and read it alike. */
    boolean isSameAs(Setting<?> other) {
        return definition.name.equals(other.definition.name) && reader == other.reader;
    }
}
