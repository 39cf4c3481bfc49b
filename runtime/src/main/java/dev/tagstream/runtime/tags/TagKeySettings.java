package dev.tagstream.runtime.tags;

import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whose tag versions a service uses, and what it signs its own with. */
public final class TagKeySettings {
    private static final Setting<List<Path>> TRUSTED = Setting.list(
                    TagKeys.TRUSTED,
                    "Files with Ed25519 public keys in PEM, separated by commas. Where any is named, a tag version that none"
                            + " of them signed is refused.")
            .as(files -> files.stream().map(Path::of).toList());

    private static final Setting<Optional<Path>> SIGNING = Setting.optionalText(
                    TagKeys.SIGNING,
                    "File with the Ed25519 private key in PEM that published versions are signed with. Must be set where "
                            + TagKeys.TRUSTED + " is.")
            .as(file -> file.map(Path::of));

    /** Of a service that publishes nothing. */
    public static final SettingsGroup OF_READER =
            SettingsGroup.of(TRUSTED).checkedBy(settings -> unusable(settings, Optional.empty()));

    /** Of a service that publishes. */
    public static final SettingsGroup OF_PUBLISHER =
            SettingsGroup.of(TRUSTED, SIGNING).checkedBy(TagKeySettings::unbelievable);

    private TagKeySettings() {}

    /** For a service that publishes nothing. */
    public static TagTrust trust(Settings settings) {
        return TagTrust.of(settings.get(TRUSTED));
    }

    /** For a service that publishes. */
    public static TagKeys keys(Settings settings) {
        return TagKeys.of(settings.get(TRUSTED), settings.get(SIGNING));
    }

    private static Optional<String> unbelievable(Settings settings) {
        Optional<Path> signing = settings.get(SIGNING);
        return !settings.get(TRUSTED).isEmpty() && signing.isEmpty()
                ? Optional.of("%s asks for signatures, so %s must be set for what is published to be believed"
                        .formatted(settings.told(TRUSTED), SIGNING.key()))
                : unusable(settings, signing);
    }

    private static Optional<String> unusable(Settings settings, Optional<Path> signing) {
        try {
            TagKeys.of(settings.get(TRUSTED), signing);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s%s: %s"
                    .formatted(
                            settings.told(TRUSTED),
                            signing.isPresent() ? ", " + settings.told(SIGNING) : "",
                            e.getMessage()));
        }
    }
}
