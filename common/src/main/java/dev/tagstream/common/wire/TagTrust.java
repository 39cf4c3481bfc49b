package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagVersion;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose tag versions are believed: anybody's, or those that one of some keys signed. For any number of threads. */
public final class TagTrust {
    /** Asks for no signature. */
    public static final TagTrust ANYBODY = new TagTrust(List.of());

    private final List<PublicKey> keys; // none asks for no signature

    private TagTrust(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param files with public keys; none asks for no signature
     * @throws IllegalArgumentException with a sentence for a person if one of them holds none
     */
    public static TagTrust of(List<Path> files) {
        return new TagTrust(files.stream()
                .flatMap(file -> KeyFiles.readPublic(file).stream())
                .toList());
    }

    public boolean asksForSignatures() {
        return !keys.isEmpty();
    }

    /**
     * Why a version may not be put in use, in a sentence that names it; empty if it may.
     *
     * @param inUse number of the version of this name that is in use; numbers only grow, so that a lower one is an old record again
     */
    public Optional<String> objectionToUse(TagVersion version, @Nullable Long inUse) {
        if (asksForSignatures() && inUse != null && version.getVersion() < inUse) {
            return Optional.of(
                    refusal(version, "version %d is in use, and a signed number only grows".formatted(inUse)));
        }
        return objection(version, TagStatement.IN_USE);
    }

    /** The same for a trial, which also takes what may be put in use. */
    public Optional<String> objectionToTrial(TagVersion version) {
        return objection(version, TagStatement.IN_USE, TagStatement.ON_TRIAL);
    }

    private Optional<String> objection(TagVersion version, TagStatement... enough) {
        if (!asksForSignatures()) {
            return Optional.empty();
        }
        ByteBuffer signature = version.getSignature();
        if (signature == null) {
            return Optional.of(refusal(version, "it has no signature, and this installation asks for one"));
        }
        byte[] bytes = new byte[signature.remaining()];
        signature.duplicate().get(bytes);
        return Stream.of(enough).anyMatch(statement -> isSigned(statement.of(version), bytes))
                ? Optional.empty()
                : Optional.of(refusal(version, "its signature is none of a trusted key for what it says"));
    }

    private static String refusal(TagVersion version, String reason) {
        return TagReader.refusal(version, reason);
    }

    boolean isSigned(byte[] statement, byte[] bytes) {
        return keys.stream().anyMatch(key -> isSigned(key, statement, bytes));
    }

    private static boolean isSigned(PublicKey key, byte[] statement, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(KeyFiles.ALGORITHM);
            signature.initVerify(key);
            signature.update(statement);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) { // bytes that are no signature at all
            return false;
        }
    }
}
