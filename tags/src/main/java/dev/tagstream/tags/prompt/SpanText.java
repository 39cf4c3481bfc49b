package dev.tagstream.tags.prompt;

import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The data of one span as tokens, already cut to the limit of its domain. Made on any thread by
 * {@link dev.tagstream.model.engine.Scorer#tokenize}. Two are equal if domain and tokens are.
 */
public final class SpanText {
    private final String domain;
    private final int[] ids;
    private final boolean truncated;
    private final Spelling spelling;
    private final int hash; // looked up several times for each prompt, over a thousand tokens

    /**
     * Data as it was sent.
     *
     * @param domain name of the domain tag that opens the span
     * @param ids token ids of the data alone, without start token; not changed afterwards
     * @param truncated whether data was cut off
     */
    public SpanText(String domain, int[] ids, boolean truncated) {
        this(domain, ids, truncated, Spelling.AS_WRITTEN);
    }

    private SpanText(String domain, int[] ids, boolean truncated, Spelling spelling) {
        this.domain = domain;
        this.ids = ids;
        this.truncated = truncated;
        this.spelling = spelling;
        this.hash = 31 * domain.hashCode() + Arrays.hashCode(ids);
    }

    public String domain() {
        return domain;
    }

    /** Token ids of the data alone, without start token; not to be changed. */
    public int[] ids() {
        return ids;
    }

    public boolean truncated() {
        return truncated;
    }

    /** How the data was written before it was cut into tokens; decides no score, for the tokens do. */
    public Spelling spelling() {
        return spelling;
    }

    /** The same tokens, of data that was written so. */
    public SpanText spelled(Spelling as) {
        return as == spelling ? this : new SpanText(domain, ids, truncated, as);
    }

    /** The first 16 hexadecimal digits of the SHA-256 over domain and tokens: a name for the span that outlives the process. */
    public String digest() {
        MessageDigest digest = Sha256.digest();
        digest.update(domain.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate((ids.length + 1) * Integer.BYTES).putInt(ids.length);
        bytes.asIntBuffer().put(ids);
        digest.update(bytes.rewind());
        return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SpanText that
                        && hash == that.hash
                        && domain.equals(that.domain)
                        && Arrays.equals(ids, that.ids));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return domain + "[" + ids.length + " tokens]";
    }
}
