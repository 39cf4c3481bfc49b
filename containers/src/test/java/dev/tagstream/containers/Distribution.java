package dev.tagstream.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code mvn package} leaves for others to install: a folder, which the image holds, and an archive of it. */
final class Distribution {
    static final Path TREE = Path.of(System.getProperty("tagstream.tree", "target/image/cpu"));
    static final Path ARCHIVE = Path.of(System.getProperty("tagstream.archive", "target/tagstream.tar.gz"));

    private Distribution() {}

    /** The files in a folder of it. */
    static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(TREE.resolve(folder))) {
            return files.sorted().toList();
        }
    }
}
