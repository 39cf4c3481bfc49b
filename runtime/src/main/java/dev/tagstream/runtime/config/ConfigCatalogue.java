package dev.tagstream.runtime.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/**
 * All settings of one process: what may be set, checked in one place and printed as documentation.
 *
 * @param title heading of the printed page, for instance {@code Settings of the processor}
 * @param definitions name, type, default, validator and doc of each setting, all public keys in lower case with dots
 * @param passThrough prefixes whose settings are handed on
 * @param rules conditions between settings, checked once each setting alone is all right
 */
public record ConfigCatalogue(
        String title, ConfigDef definitions, List<PassThrough> passThrough, List<SettingsRule> rules) {
    public ConfigCatalogue {
        passThrough = List.copyOf(passThrough);
        rules = List.copyOf(rules);
    }

    /**
     * Settles each setting: the first source that has it wins, then the default.
     *
     * @param sources the strongest first: command line, environment, file
     * @throws ConfigProblemsException with all problems: unknown keys, bad values, missing values, broken rules
     */
    public Settings resolve(List<SettingsSource> sources) {
        return new SettingsCheck(this).resolve(sources);
    }

    /** The catalogue as a page for people. */
    public String markdown() {
        return CataloguePage.of(this);
    }

    boolean passesOn(String key) {
        return passThrough.stream()
                .anyMatch(it -> key.startsWith(it.prefix())
                        && key.length() > it.prefix().length());
    }
}
