package dev.tagstream.runtime.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Prints a catalogue as a Markdown page. */
final class CataloguePage {
    private static final String HEAD = """
            # %s

            Printed from the program's own catalogue; a test compares this page with it. A setting is taken from the command
            line, then from the environment, then from the properties file, then from its default. The environment variable of
            `some.key` is `%sSOME_KEY`; two underscores stand for a dash, three for an underscore. An unknown key stops the
            program.

            | setting | type | default | allowed | meaning |
            |---|---|---|---|---|
            """;

    private CataloguePage() {}

    static String of(ConfigCatalogue catalogue) {
        StringBuilder page = new StringBuilder(HEAD.formatted(catalogue.title(), SettingsSource.ENVIRONMENT_PREFIX));
        sorted(catalogue.definitions().configKeys().values()).forEach(key -> page.append(row(key)));
        if (!catalogue.passThrough().isEmpty()) {
            page.append("\n| prefix | meaning |\n|---|---|\n");
            catalogue
                    .passThrough()
                    .forEach(it -> page.append("| `%s` | %s |\n".formatted(it.prefix(), cell(it.doc()))));
        }
        return page.toString();
    }

    /** By name, since a person looks a setting up. */
    private static List<ConfigKey> sorted(Collection<ConfigKey> keys) {
        List<ConfigKey> sorted = new ArrayList<>(keys);
        sorted.sort(Comparator.comparing(key -> key.name));
        return sorted;
    }

    private static String row(ConfigKey key) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        key.name,
                        key.type.name().toLowerCase(Locale.ROOT),
                        defaultOf(key),
                        cell(ValueRules.allowed(key.validator)),
                        cell(key.documentation));
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "must be set";
        }
        return key.defaultValue == null || key.defaultValue.toString().isEmpty() || key.defaultValue.equals(List.of())
                ? "none"
                : "`%s`".formatted(cell(key.defaultValue.toString()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
