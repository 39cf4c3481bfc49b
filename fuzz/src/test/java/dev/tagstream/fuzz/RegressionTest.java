package dev.tagstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Inputs that the program once failed on, and some that it must not. A file of {@code regressions/DOOR} is named by the code it
 * is answered with, then by what is wrong with it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // an input that takes forever
class RegressionTest {
    @ParameterizedTest
    @EnumSource
    void refusesWhatItMust(Doors which) throws IOException, URISyntaxException {
        try (Door door = which.open()) {
            Watch watch = which.watched(door, "regressions");
            Map<String, String> expected = new TreeMap<>();
            Map<String, String> answered = new TreeMap<>();
            for (Map.Entry<Door.Hostile, byte[]> input : door.hostile().entrySet()) {
                String what = input.getKey().what();
                expected.put(what, input.getKey().code());
                answered.put(what, watch.pass(input.getValue()).code());
            }
            for (Path file : files(which)) {
                String name = file.getFileName().toString();
                expected.put(name, name.substring(0, name.indexOf('-')));
                answered.put(name, watch.pass(Files.readAllBytes(file)).code());
            }
            watch.counts().write();
            assertThat(answered).isEqualTo(expected);
        }
    }

    private static Iterable<Path> files(Doors which) throws IOException, URISyntaxException {
        Path all = Path.of(Objects.requireNonNull(RegressionTest.class.getResource("/regressions"))
                .toURI());
        Path folder = all.resolve(which.title());
        if (!Files.isDirectory(folder)) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
