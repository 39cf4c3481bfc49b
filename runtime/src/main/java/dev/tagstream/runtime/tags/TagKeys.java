package dev.tagstream.runtime.tags;

import dev.tagstream.runtime.config.Settings;
import dev.tagstream.schemas.TagVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Keys that tag versions are signed and checked with.
 *
 * @param signer absent where nothing is signed
 */
public record TagKeys(TagTrust trust, Optional<TagSigner> signer) {
    public static final String TRUSTED = "tag.trusted.keys";
    public static final String SIGNING = "tag.signing.key";

    /** Signs nothing and believes anybody. */
    public static final TagKeys NONE = new TagKeys(TagTrust.ANYBODY, Optional.empty());

    private static final byte[] PROBE = "tagstream key probe".getBytes(StandardCharsets.UTF_8);

    /**
     * @throws IllegalArgumentException with a sentence for a person if a file holds no key, or the key that signs is none of those
     *     trusted
     */
    public static TagKeys of(List<Path> trusted, Optional<Path> signing) {
        TagTrust trust = TagTrust.of(trusted);
        Optional<TagSigner> signer = signing.map(TagSigner::of);
        if (trust.asksForSignatures()
                && signer.filter(it -> !trust.isSigned(PROBE, it.sign(PROBE))).isPresent()) {
            throw new IllegalArgumentException("the key of %s is none of %s".formatted(SIGNING, TRUSTED));
        }
        return new TagKeys(trust, signer);
    }

    /** Defines the setting that every service has. */
    public static void defineTrust(ConfigDef config) {
        config.define(
                TRUSTED,
                ConfigDef.Type.LIST,
                List.of(),
                ConfigDef.Importance.MEDIUM,
                "Files with Ed25519 public keys in PEM, separated by commas. Where any is named, a tag version that none of them"
                        + " signed is refused.");
    }

    /** Defines the setting of a service that publishes. */
    public static void defineSigner(ConfigDef config) {
        config.define(
                SIGNING,
                ConfigDef.Type.STRING,
                null,
                ConfigDef.Importance.MEDIUM,
                "File with the Ed25519 private key in PEM that published versions are signed with. Must be set where "
                        + TRUSTED + " is.");
    }

    /** A rule for services that publish nothing. */
    public static Optional<String> trustProblem(Settings settings) {
        return problem(settings, Optional.empty());
    }

    /** A rule for services that publish. */
    public static Optional<String> problem(Settings settings) {
        Optional<Path> signing = settings.optionalText(SIGNING).map(Path::of);
        if (!settings.list(TRUSTED).isEmpty() && signing.isEmpty()) {
            return Optional.of("%s asks for signatures, so %s must be set for what is published to be believed"
                    .formatted(settings.told(TRUSTED), SIGNING));
        }
        return problem(settings, signing);
    }

    private static Optional<String> problem(Settings settings, Optional<Path> signing) {
        try {
            of(trusted(settings), signing);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("%s%s: %s"
                    .formatted(
                            settings.told(TRUSTED),
                            signing.isPresent() ? ", " + settings.told(SIGNING) : "",
                            e.getMessage()));
        }
    }

    public static TagTrust trust(Settings settings) {
        return TagTrust.of(trusted(settings));
    }

    public static TagKeys of(Settings settings) {
        return of(trusted(settings), settings.optionalText(SIGNING).map(Path::of));
    }

    private static List<Path> trusted(Settings settings) {
        return settings.list(TRUSTED).stream().map(Path::of).toList();
    }

    /** Signed for use, where anything is signed. */
    public TagVersion forUse(TagVersion version) {
        return signer.map(it -> it.forUse(version)).orElse(version);
    }

    /** Signed for a trial, where anything is signed. */
    public TagVersion forTrial(TagVersion version) {
        return signer.map(it -> it.forTrial(version)).orElse(version);
    }
}
