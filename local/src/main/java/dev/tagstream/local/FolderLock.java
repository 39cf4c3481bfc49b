package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second stack away from a folder; the operating system lets go of it when this JVM ends in whatever way. */
final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes a folder, made if absent.
     *
     * @throws TagstreamException if another stack has it or it cannot be written
     */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new TagstreamException(
                        "The data folder %s is in use by another local stack: end that, or give".formatted(folder)
                                + " another folder with %s.".formatted(LocalStackOptions.FOLDER_OPTION));
            }
            return new FolderLock(file);
        } catch (IOException e) {
            throw new TagstreamException(
                    "The data folder %s cannot be written (%s): give another with %s."
                            .formatted(folder, e, LocalStackOptions.FOLDER_OPTION),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new TagstreamException("The data folder's lock cannot be released: " + e.getMessage() + ".", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
