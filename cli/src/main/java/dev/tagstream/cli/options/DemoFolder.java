package dev.tagstream.cli.options;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one demo, with the example files; gone when closed. */
public final class DemoFolder implements Closeable {
    private static final List<String> BROKEN = List.of(
            "C1CCC1CC2 BROKEN-RING\n",
            "CC(C(=O)O BROKEN-BRANCH\n",
            "c1cccc1 BROKEN-AROMATIC\n",
            "[Xx]CC BROKEN-ELEMENT\n");

    /** Rows that no molecule stands in. */
    public static final int BROKEN_ROWS = BROKEN.size();

    private final Path path;

    private DemoFolder(Path path) {
        this.path = path;
    }

    public static DemoFolder create() throws IOException {
        return new DemoFolder(Files.createTempDirectory("tagstream-demo-"));
    }

    public Path path() {
        return path;
    }

    /** The example library, broken rows at its end. */
    public Path library() throws IOException {
        Path library = molecules();
        Files.writeString(library, String.join("", BROKEN), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        return library;
    }

    /** The example library as it is. */
    public Path molecules() throws IOException {
        return unpack("library.smi");
    }

    public Path targets() throws IOException {
        return unpack("targets.fasta");
    }

    private Path unpack(String name) throws IOException {
        Path file = path.resolve(name);
        try (InputStream in = DemoFolder.class.getResourceAsStream("/examples/" + name)) {
            if (in == null) {
                throw new IllegalStateException("examples/" + name + " is not on the class path");
            }
            Files.copy(in, file);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
