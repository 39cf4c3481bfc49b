package dev.tagstream.model.learn;

import dev.tagstream.tags.text.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A stable slice of all examples: what decides is the hash of what an example is about, so none ever moves. */
public final class HeldOut {
    private HeldOut() {}

    /**
     * Whether an example is held out.
     *
     * @param share of all examples, from 0 to 1
     * @param about what the example is about, for instance compound and target; measurements of one pair stay together
     */
    public static boolean contains(double share, String... about) {
        MessageDigest digest = Sha256.digest();
        for (String part : about) {
            Sha256.add(digest, part);
        }
        int hash = ByteBuffer.wrap(digest.digest()).getInt() & Integer.MAX_VALUE;
        return hash < share * Integer.MAX_VALUE;
    }
}
