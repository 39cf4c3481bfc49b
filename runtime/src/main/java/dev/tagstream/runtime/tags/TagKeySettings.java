package dev.tagstream.runtime.tags;

import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.runtime.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** The settings that name {@link TagKeys}. */
public final class TagKeySettings {
    private TagKeySettings() {}

    /** Defines the setting that every service has. */
    public static void defineTrust(ConfigDef config) {
        config.define(
                TagKeys.TRUSTED,
                ConfigDef.Type.LIST,
                List.of(),
                ConfigDef.Importance.MEDIUM,
                "Files with Ed25519 public keys in PEM, separated by commas. Where any is named, a tag version that none of them"
                        + " signed is refused.");
    }

    /** Defines the setting of a service that publishes. */
    public static void defineSigner(ConfigDef config) {
        config.define(
                TagKeys.SIGNING,
                ConfigDef.Type.STRING,
                null,
                ConfigDef.Importance.MEDIUM,
                "File with the Ed25519 private key in PEM that published versions are signed with. Must be set where "
                        + TagKeys.TRUSTED + " is.");
    }

    /** A rule for services that publish nothing. */
    public static Optional<String> trustProblem(Settings settings) {
        return problem(settings, Optional.empty());
    }

    /** A rule for services that publish. */
    public static Optional<String> problem(Settings settings) {
        Optional<Path> signing = settings.optionalText(TagKeys.SIGNING).map(Path::of);
        if (!settings.list(TagKeys.TRUSTED).isEmpty() && signing.isEmpty()) {
            return Optional.of("%s asks for signatures, so %s must be set for what is published to be believed"
                    .formatted(settings.told(TagKeys.TRUSTED), TagKeys.SIGNING));
        }
        return problem(settings, signing);
    }

    private static Optional<String> problem(Settings settings, Optional<Path> signing) {
        try {
            TagKeys.of(trusted(settings), signing);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s%s: %s"
                    .formatted(
                            settings.told(TagKeys.TRUSTED),
                            signing.isPresent() ? ", " + settings.told(TagKeys.SIGNING) : "",
                            e.getMessage()));
        }
    }

    public static TagTrust trust(Settings settings) {
        return TagTrust.of(trusted(settings));
    }

    public static TagKeys of(Settings settings) {
        return TagKeys.of(
                trusted(settings), settings.optionalText(TagKeys.SIGNING).map(Path::of));
    }

    private static List<Path> trusted(Settings settings) {
        return settings.list(TagKeys.TRUSTED).stream().map(Path::of).toList();
    }
}
