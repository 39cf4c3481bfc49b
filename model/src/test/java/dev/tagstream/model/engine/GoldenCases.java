package dev.tagstream.model.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The golden cases of the test resources, and those of the folders that {@code -Dgolden.dirs=DIR[,DIR]} names. */
final class GoldenCases {
    private GoldenCases() {}

    static List<Path> folders() {
        List<Path> roots = new ArrayList<>(List.of(resource("/golden")));
        for (String more : System.getProperty("golden.dirs", "").split(",")) {
            if (!more.isBlank()) {
                roots.add(Path.of(more.strip()));
            }
        }
        List<Path> cases = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> found = Files.walk(root, 1)) {
                found.filter(folder -> Files.exists(folder.resolve("expected.safetensors")))
                        .sorted()
                        .forEach(cases::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cases;
    }

    static Path resource(String name) {
        try {
            return Path.of(GoldenCases.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Norm of the difference over norm of the reference. */
    static double difference(float[] found, float[] reference) {
        if (found.length != reference.length) {
            throw new AssertionError("found %d numbers, expected %d".formatted(found.length, reference.length));
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow((double) found[i] - reference[i], 2);
            norm += Math.pow(reference[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
