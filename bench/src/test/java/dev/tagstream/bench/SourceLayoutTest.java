package dev.tagstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the sources of all modules lie. */
class SourceLayoutTest {
    private static final Path ROOT = Path.of("..");
    private static final int MOST_FILES_OF_A_PACKAGE = 40;
    private static final double LARGEST_SHARE_OF_LINES = 0.30;

    /** A Java file of one module. */
    private record Source(String module, String kind, String packageName, Path file) {
        static Source of(Path file) {
            Path path = ROOT.relativize(file);
            Path folder = path.subpath(4, path.getNameCount() - 1);
            return new Source(
                    path.getName(0).toString(),
                    path.getName(2).toString(),
                    folder.toString().replace('/', '.'),
                    file);
        }

        long lines() {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final List<Source> sources = sources();

    private static List<Source> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.flatMap(
                            module -> Stream.of("main", "test").map(kind -> module.resolve("src/" + kind + "/java")))
                    .filter(Files::isDirectory)
                    .flatMap(SourceLayoutTest::files)
                    .map(Source::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noPackageIsSplitOverModules() {
        Map<String, Set<String>> modules = new TreeMap<>();
        for (Source source : sources) {
            modules.computeIfAbsent(source.packageName(), name -> new TreeSet<>())
                    .add(source.module());
        }
        assertThat(modules).hasSizeGreaterThan(50);
        assertThat(modules)
                .allSatisfy((name, holders) ->
                        assertThat(holders).as("modules with package %s", name).hasSize(1));
    }

    @Test
    void everyPackageBearsTheNameOfItsModule() {
        assertThat(sources).allSatisfy(source -> assertThat(source.packageName() + ".")
                .startsWith("dev.tagstream." + source.module() + "."));
    }

    @Test
    void noPackageHoldsMoreFilesThanAReaderCanOversee() {
        Map<String, Long> files = sources.stream()
                .filter(source -> source.kind().equals("main"))
                .collect(Collectors.groupingBy(Source::packageName, TreeMap::new, Collectors.counting()));
        assertThat(files)
                .allSatisfy((name, count) ->
                        assertThat(count).as("files of %s", name).isLessThanOrEqualTo(MOST_FILES_OF_A_PACKAGE));
    }

    @Test
    void noModuleHoldsMoreThanItsShareOfTheLines() {
        Map<String, Long> lines = sources.stream()
                .filter(source -> source.kind().equals("main"))
                .collect(Collectors.groupingBy(Source::module, TreeMap::new, Collectors.summingLong(Source::lines)));
        double all = lines.values().stream().mapToLong(Long::longValue).sum();
        assertThat(lines).allSatisfy((module, count) -> assertThat(count / all)
                .as("share of the lines of %s", module)
                .isLessThanOrEqualTo(LARGEST_SHARE_OF_LINES));
    }
}
