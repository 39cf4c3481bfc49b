package dev.tagstream.runtime.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All settings of one process: what may be set, checked in one place and printed as documentation. */
public final class ConfigCatalogue {
    private final String title;
    private final List<PassThrough> passThrough;
    private final SortedMap<String, Setting<?>> settings =
            new TreeMap<>(); // by name, since a person looks a setting up
    private final List<SettingsRule> rules;

    /**
     * @param title heading of the printed page, for instance {@code Settings of the processor}
     * @param passThrough prefixes whose settings are handed on
     * @param groups whose settings these are; problems are told in their order
     */
    public ConfigCatalogue(String title, List<PassThrough> passThrough, SettingsGroup... groups) {
        this.title = title;
        this.passThrough = List.copyOf(passThrough);
        this.rules = Stream.of(groups).flatMap(group -> group.rules().stream()).toList();
        Stream.of(groups).flatMap(group -> group.settings().stream()).forEach(this::add);
    }

    private void add(Setting<?> setting) {
        if (settings.putIfAbsent(setting.key(), setting) != null) {
            throw new IllegalArgumentException("%s is in \"%s\" twice".formatted(setting.key(), title));
        }
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

    /** By key. */
    public Collection<Setting<?>> settings() {
        return Collections.unmodifiableCollection(settings.values());
    }

    String title() {
        return title;
    }

    List<PassThrough> passThrough() {
        return passThrough;
    }

    List<SettingsRule> rules() {
        return rules;
    }

    /** Throws {@link IllegalArgumentException} for a handle of another service's setting. */
    void require(Setting<?> handle) {
        Setting<?> own = settings.get(handle.key());
        if (own == null || !own.isSameAs(handle)) {
            throw new IllegalArgumentException("%s is not in \"%s\"".formatted(handle.key(), title));
        }
    }

    boolean knows(String key) {
        return settings.containsKey(key) || passThrough.stream().anyMatch(it -> it.covers(key));
    }
}
