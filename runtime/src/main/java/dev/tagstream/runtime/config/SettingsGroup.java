package dev.tagstream.runtime.config;

import java.util.List;

/**
 * Settings of one concern, for the catalogues of services that have it.
 *
 * @param rules conditions between settings, checked once each setting alone is all right; told in this order
 */
public record SettingsGroup(List<Setting<?>> settings, List<SettingsRule> rules) {
    public SettingsGroup {
        settings = List.copyOf(settings);
        rules = List.copyOf(rules);
    }

    public static SettingsGroup of(Setting<?>... settings) {
        return new SettingsGroup(List.of(settings), List.of());
    }

    /** The group with rules in place of its own. */
    public SettingsGroup checkedBy(SettingsRule... all) {
        return new SettingsGroup(settings, List.of(all));
    }
}
