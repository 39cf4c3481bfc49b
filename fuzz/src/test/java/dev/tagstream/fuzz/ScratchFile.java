package dev.tagstream.fuzz;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in a folder of its own, written anew for each input. */
public record ScratchFile(Path path) implements Closeable {
    public static ScratchFile named(String name) throws IOException {
        return new ScratchFile(Files.createTempDirectory("fuzz").resolve(name));
    }

    public Path write(byte[] content) throws IOException {
        return Files.write(path, content);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Files.delete(path.getParent());
    }
}
