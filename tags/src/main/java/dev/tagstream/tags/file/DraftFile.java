package dev.tagstream.tags.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: written beside its place, and moved there by {@link #commit}. Closed before, it leaves what
 * stood there. Two processes that write the same file have a draft each.
 */
public final class DraftFile implements Closeable {
    private final Path place;
    private final Path path;

    private DraftFile(Path place, Path path) {
        this.place = place;
        this.path = path;
    }

    /** Nothing is written yet. */
    public static DraftFile of(Path file) {
        Path place = file.toAbsolutePath();
        return new DraftFile(
                place,
                place.resolveSibling("." + place.getFileName() + "."
                        + ProcessHandle.current().pid() + ".draft"));
    }

    /** Where to write until it is whole. */
    public Path path() {
        return path;
    }

    /** Puts the file in its place once the disk has it; whoever wrote it has closed it. */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(path, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
