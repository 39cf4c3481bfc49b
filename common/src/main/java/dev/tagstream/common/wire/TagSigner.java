package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagVersion;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs tag versions with one key. For any number of threads. */
public final class TagSigner {
    private final PrivateKey key;

    private TagSigner(PrivateKey key) {
        this.key = key;
    }

    /**
     * @param file with the private key
     * @throws IllegalArgumentException with a sentence for a person if there is none in it
     */
    public static TagSigner of(Path file) {
        return new TagSigner(KeyFiles.readPrivate(file));
    }

    /** The version as it may be put in use. */
    public TagVersion forUse(TagVersion version) {
        return signed(version, TagStatement.IN_USE);
    }

    /** The version as it may be tried out, and no more. */
    public TagVersion forTrial(TagVersion version) {
        return signed(version, TagStatement.ON_TRIAL);
    }

    private TagVersion signed(TagVersion version, TagStatement statement) {
        return TagVersion.newBuilder(version)
                .setSignature(ByteBuffer.wrap(sign(statement.of(version))))
                .build();
    }

    byte[] sign(byte[] statement) {
        try {
            Signature signature = Signature.getInstance(KeyFiles.ALGORITHM);
            signature.initSign(key);
            signature.update(statement);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can't sign", e);
        }
    }
}
