package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /** Signed for use, where anything is signed. */
    public TagVersion forUse(TagVersion version) {
        return signer.map(it -> it.forUse(version)).orElse(version);
    }

    /** Signed for a trial, where anything is signed. */
    public TagVersion forTrial(TagVersion version) {
        return signer.map(it -> it.forTrial(version)).orElse(version);
    }
}
