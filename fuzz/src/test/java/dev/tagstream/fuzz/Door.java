package dev.tagstream.fuzz;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A place where bytes come in from outside. For one thread. */
public interface Door extends Closeable {
    /**
     * Takes an input in as the program does. Whatever it is, the answer is that it was taken or why not: an exception is a fault of
     * the program.
     */
    Answer take(byte[] input) throws IOException;

    /** Inputs that are taken, to be changed a little. */
    List<byte[]> examples();

    /** Pieces that mean something here, to be put into inputs. */
    List<byte[]> words();

    /** Inputs of which it is known that they must be refused, and with which code. For those too large for a file. */
    default Map<Hostile, byte[]> hostile() {
        return Map.of();
    }

    @Override
    default void close() throws IOException {}

    /** What is wrong with an input, and the code it must be refused with. */
    record Hostile(String what, String code) {}

    static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
