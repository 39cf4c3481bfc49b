package dev.tagstream.client.files;

import dev.tagstream.tags.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The ids met so far and the line each was first met on, in about 50 bytes an id however long it is.
 *
 * <p>Keeps the first 128 bits of SHA-256 in place of the id. Two ids among a billion share them with a probability below
 * 1e-20, less than that of a memory error, so no row is lost to a collision; 64 bits would lose one in forty such files.
 */
final class IdSet {
    private static final int WORDS = 3; // two of hash, one of line; line 0 marks a free slot

    private final MessageDigest sha256 = Sha256.digest();
    private long[] slots = new long[WORDS << 10];
    private int size;

    /** Remembers {@code id}; 0 if it is new, otherwise the line it was first met on. */
    long firstLine(String id, long line) {
        if (size * 5L > slots.length) { // beyond three fifths full
            grow();
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong();
        long low = hash.getLong();
        int slot = slotOf(slots, high, low);
        if (slots[slot + 2] != 0) {
            return slots[slot + 2];
        }
        put(slots, slot, high, low, line);
        size++;
        return 0;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        for (int i = 0; i < slots.length; i += WORDS) {
            if (slots[i + 2] != 0) {
                put(larger, slotOf(larger, slots[i], slots[i + 1]), slots[i], slots[i + 1], slots[i + 2]);
            }
        }
        slots = larger;
    }

    private static int slotOf(long[] slots, long high, long low) {
        int count = slots.length / WORDS;
        int index = (int) Long.remainderUnsigned(high, count);
        while (slots[index * WORDS + 2] != 0 && (slots[index * WORDS] != high || slots[index * WORDS + 1] != low)) {
            index = index + 1 == count ? 0 : index + 1;
        }
        return index * WORDS;
    }

    private static void put(long[] slots, int slot, long high, long low, long line) {
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = line;
    }
}
