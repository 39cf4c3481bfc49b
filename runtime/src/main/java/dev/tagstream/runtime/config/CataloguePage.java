package dev.tagstream.runtime.config;

import java.util.Locale;

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
        catalogue.settings().forEach(setting -> page.append(row(setting)));
        if (!catalogue.passThrough().isEmpty()) {
            page.append("\n| prefix | meaning |\n|---|---|\n");
            catalogue
                    .passThrough()
                    .forEach(it -> page.append("| `%s` | %s |\n".formatted(it.prefix(), cell(it.doc()))));
        }
        return page.toString();
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        setting.key(),
                        setting.definition().type.name().toLowerCase(Locale.ROOT),
                        defaultOf(setting),
                        cell(setting.allowed()),
                        cell(setting.definition().documentation));
    }

    private static String defaultOf(Setting<?> setting) {
        return setting.mustBeSet()
                ? "must be set"
                : setting.byDefault().map(text -> "`%s`".formatted(cell(text))).orElse("none");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
