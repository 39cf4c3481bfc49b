package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as somebody installs it who has Java, bash and the usual small programs, but neither Maven nor a checkout. */
class DistributionIT {
    private static final List<String> PROGRAMS = List.of("bash", "env", "dirname", "readlink");
    private static final String RESIDUES =
            "MENFQKVEKIGEGTYGVVYKARNKLTGEVVALKKIRLDTETEGVPSTAIREISLLKELNHPNIVKLLDVIHTENKLYLVFEFL";

    @TempDir
    static Path folder;

    private static Path installed;
    private static Path programs;

    @BeforeAll
    static void install() throws IOException {
        Path parent = Files.createDirectories(folder.resolve("a place"));
        Command.output("tar", "-xzf", Distribution.ARCHIVE.toString(), "-C", parent.toString());
        try (Stream<Path> roots = Files.list(parent)) {
            installed = roots.collect(Collectors.collectingAndThen(Collectors.toList(), all -> {
                assertThat(all).hasSize(1);
                return all.get(0);
            }));
        }
        programs = programs("bin", Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** A folder that holds the programs, and a Java. */
    private static Path programs(String name, Path java) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(name));
        for (String program : PROGRAMS) {
            Files.createSymbolicLink(
                    bin.resolve(program),
                    Path.of(Command.output("which", program).strip()));
        }
        Files.createSymbolicLink(bin.resolve("java"), java);
        return bin;
    }

    @Test
    void saysVersionAndCommit() {
        Command ended = tagstream("--version");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .matches("tagstream [0-9.]+(-SNAPSHOT)?, (commit [0-9a-f]{10}|unknown commit)\\RJava .*\\R");
        assertThat(ended.status()).isZero();
        Command head = Command.run("git", "rev-parse", "--short=10", "HEAD");
        if (head.status() == 0) {
            assertThat(ended.out()).contains("commit " + head.out().strip());
        }
    }

    @Test
    void listsItsVerbs() {
        assertThat(tagstream("--help").out()).contains("screen", "processor", "trainer", "doctor");
    }

    @Test
    void scoresWithTheModelThatIsBuiltIn() throws IOException {
        Path pairs = Files.writeString(
                folder.resolve("pairs.csv"), "smiles,protein\nCCO,%s\nc1ccccc1O,%s\n".formatted(RESIDUES, RESIDUES));
        Path scores = folder.resolve("scores.csv");
        Command ended = tagstream("score", pairs.toString(), "--out", scores.toString());
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(scores).content().contains("BindingAffinity").hasLineCount(3);
        try (Stream<Path> written = Files.walk(folder.resolve("cache"))) {
            assertThat(written.filter(file -> file.toString().contains(".so")))
                    .as("native code that was unpacked")
                    .isEmpty();
        }
    }

    @Test
    void isFoundThroughLinks() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), installed.resolve("bin/tagstream"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("tagstream"), Path.of("link"));
        assertThat(run(programs, linkToLink, "--version").out()).startsWith("tagstream ");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void saysWhichJavaItNeeds() throws IOException {
        Path old = Files.writeString(
                folder.resolve("old-java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        Command tooOld = run(programs("old", old), installed.resolve("bin/tagstream"), "--version");
        assertThat(tooOld.status()).isOne();
        assertThat(tooOld.err())
                .isEqualTo("tagstream: Java 17 or later is needed, 'java' is 11: set JAVA_HOME to a newer one.\n");

        Command none = run(programs("none", folder.resolve("absent")), installed.resolve("bin/tagstream"), "--version");
        assertThat(none.status()).isOne();
        assertThat(none.err()).startsWith("tagstream: no Java at 'java'");
    }

    @Test
    void isTheTreeThatTheImageHolds() throws IOException {
        assertThat(names(installed)).containsExactlyInAnyOrderElementsOf(names(Distribution.TREE));
        String dockerfile = Files.readString(Command.ROOT.resolve("Dockerfile"));
        try (Stream<Path> parts = Files.list(Distribution.TREE)) {
            assertThat(parts).isNotEmpty().allSatisfy(part -> assertThat(dockerfile)
                    .contains("containers/target/image/${TORCH}/" + part.getFileName()));
        }
    }

    @Test
    void holdsTheJarsThatTheSbomLists() throws IOException {
        Set<String> jars = Stream.concat(Distribution.files("app").stream(), Distribution.files("lib").stream())
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
        Set<String> listed = Sbom.read(Sbom.OF_THE_BUILD).stream()
                .filter(component -> !component.artifact().startsWith("pytorch-native")) // as files, in libtorch
                .map(Sbom.Component::file)
                .collect(Collectors.toSet());
        assertThat(jars).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void holdsNeitherABrokerNorTheDemoNorTheBenches() throws IOException {
        assertThat(Stream.concat(Distribution.files("app").stream(), Distribution.files("lib").stream())
                        .map(file -> file.getFileName().toString()))
                .filteredOn(name -> name.matches("kafka.*") && !name.matches("kafka-(clients|streams)-\\d.*"))
                .as("parts of Kafka that only a broker needs")
                .isEmpty();
        assertThat(Distribution.files("app"))
                .noneMatch(jar -> jar.getFileName().toString().matches("tagstream-(local|bench).*"));
        assertThat(tagstream("--help").out()).doesNotContainPattern("(?m)^ +(local|demo) ");
        assertThat(tagstream("bench", "--help").out())
                .containsPattern("(?m)^ +engine ")
                .doesNotContainPattern("(?m)^ +(pipeline|processor|quality|training|swap|loop|soak) ");
    }

    private static Set<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).collect(Collectors.toSet());
        }
    }

    private static Command tagstream(String... arguments) {
        return run(programs, installed.resolve("bin/tagstream"), arguments);
    }

    private static Command run(Path path, Path program, String... arguments) {
        return Command.run(
                Map.of(
                        "PATH",
                        path.toString(),
                        "JAVA_HOME",
                        "",
                        "JAVA_OPTS",
                        "",
                        "XDG_CACHE_HOME",
                        folder.resolve("cache").toString()),
                Command.joined(List.of(program.toString()), arguments));
    }
}
