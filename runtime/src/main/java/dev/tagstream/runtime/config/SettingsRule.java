package dev.tagstream.runtime.config;

import java.util.Optional;

/** A condition between settings that are each all right alone. */
@FunctionalInterface
public interface SettingsRule {
    /** One sentence with both values if the condition is broken; {@link Settings#told} prints a value with its origin. */
    Optional<String> problem(Settings settings);

    /** The sentence, if the condition is broken. */
    static Optional<String> when(boolean broken, String sentence) {
        return broken ? Optional.of(sentence) : Optional.empty();
    }
}
