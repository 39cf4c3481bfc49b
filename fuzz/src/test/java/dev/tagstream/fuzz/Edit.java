package dev.tagstream.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A change of an input, at a place between 0 and 1 of its length. */
record Edit(Kind kind, double place, int pick, int amount) {
    enum Kind {
        FLIP,
        SET,
        INSERT_WORD,
        PUT_WORD,
        DELETE,
        REPEAT,
        CUT,
        SPLICE,
        NUMBER,
        INSERT_BYTES
    }

    private static final byte[] EDGES = {0, 1, -1, 127, -128, '"', '{', '\n', ' ', '%'};

    private static final List<byte[]> NUMBERS = Door.texts(
            "0",
            "-1",
            "1e999",
            "1e-999",
            "0.5",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999999999",
            "NaN",
            "null",
            "true",
            "\"1\"",
            "[1,2]",
            "{}");

    private static final int MAX_LENGTH = 100_000;

    static Edit random(Random random) {
        Kind[] kinds = Kind.values();
        return new Edit(
                kinds[random.nextInt(kinds.length)],
                random.nextDouble(),
                random.nextInt(Integer.MAX_VALUE),
                1 + (int) Math.exp(random.nextDouble() * 6));
    }

    byte[] apply(byte[] input, List<byte[]> words, List<byte[]> others) {
        int at = (int) (place * input.length);
        byte[] changed =
                switch (kind) {
                    case FLIP -> with(input, at, (byte) (input.length == 0 ? 0 : input[at] ^ 1 << pick % 8));
                    case SET -> with(input, at, pick % 3 == 0 ? EDGES[pick % EDGES.length] : (byte) pick);
                    case INSERT_WORD -> joined(input, at, pick(words), at);
                    case PUT_WORD -> joined(input, at, pick(words), at + pick(words).length);
                    case DELETE -> joined(input, at, new byte[0], at + amount);
                    case REPEAT -> joined(input, at, repeated(input, at), at);
                    case CUT -> Arrays.copyOf(input, at);
                    case SPLICE -> joined(input, at, tail(pick(others)), input.length);
                    case NUMBER -> number(input, at);
                    case INSERT_BYTES -> joined(input, at, randomBytes(), at);
                };
        return changed.length <= MAX_LENGTH ? changed : Arrays.copyOf(changed, MAX_LENGTH);
    }

    private static byte[] with(byte[] input, int at, byte value) {
        byte[] copy = input.length == 0 ? new byte[1] : input.clone();
        copy[at] = value;
        return copy;
    }

    private byte[] pick(List<byte[]> all) {
        return all.get(pick % all.size());
    }

    private byte[] repeated(byte[] input, int at) {
        byte[] piece = Arrays.copyOfRange(input, at, Math.min(input.length, at + 1 + pick % 40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < amount; i++) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, (int) (place * other.length), other.length);
    }

    /** Replaces the next number in the text. */
    private byte[] number(byte[] input, int at) {
        int from = at;
        while (from < input.length && !isDigit(input[from])) {
            from++;
        }
        int to = from;
        while (to < input.length && isDigit(input[to])) {
            to++;
        }
        return joined(input, from, pick(NUMBERS), to);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[Math.min(amount, 40)];
        new Random(pick).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] input, int to, byte[] middle, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, Math.min(to, input.length));
        out.writeBytes(middle);
        int rest = Math.min(from, input.length);
        out.write(input, rest, input.length - rest);
        return out.toByteArray();
    }
}
