package dev.tagstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.TagstreamMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A version of tagstream on this machine, used through its command as anybody would. */
final class Installation {
    private static final long PATIENCE_MINUTES = 10;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path logs;

    private Installation(String name, List<String> command, Map<String, String> environment, Path logs)
            throws IOException {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.logs = Files.createDirectories(logs);
    }

    /** The one under test. */
    static Installation current(Path logs) throws IOException {
        return new Installation(
                "current",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtagstream.registry.home=" + System.getProperty("tagstream.registry.home"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TagstreamMain.class.getName()),
                Map.of(),
                logs);
    }

    /**
     * An older one, of the repository's history; its first command builds it.
     *
     * @param root of the repository
     * @param commit any name that git has for it
     * @param folder takes its sources
     * @param mavenRepository where the build finds what it needs
     * @return empty if there is no such history here
     */
    static Optional<Installation> ofHistory(Path root, String commit, Path folder, String mavenRepository, Path logs)
            throws IOException, InterruptedException {
        if (Files.notExists(folder.resolve("tagstream"))) {
            Files.createDirectories(folder);
            Path archive = folder.resolve("sources.tar");
            if (run(List.of("git", "-C", root.toString(), "archive", "--output", archive.toString(), commit)) != 0) {
                return Optional.empty();
            }
            assertThat(run(List.of("tar", "-x", "-f", archive.toString(), "-C", folder.toString())))
                    .as("%s unpacked", archive)
                    .isZero();
        }
        return Optional.of(new Installation(
                "previous",
                List.of(folder.resolve("tagstream").toString()),
                Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + mavenRepository),
                logs));
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** A verb that ends; returns what it printed, and fails with what it complained of where it printed nothing. */
    String run(String verb, List<String> arguments) throws IOException, InterruptedException {
        Path out = logs.resolve("%s-%s.out".formatted(name, verb));
        Path err = logs.resolve("%s-%s.err".formatted(name, verb));
        ProcessBuilder builder = new ProcessBuilder(line(verb, arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("%s %s ends", name, verb).isTrue();
        String printed = Files.readString(out);
        if (printed.isBlank()) {
            throw new IllegalStateException("%s %s: %s".formatted(name, verb, Files.readString(err)));
        }
        return printed;
    }

    JsonNode runForJson(String verb, List<String> arguments) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(run(verb, arguments));
    }

    /** A verb that goes on until it is told to end. */
    Jvm start(String verb, String as, List<String> arguments) {
        return Jvm.start(line(verb, arguments), logs.resolve("%s-%s-%s.log".formatted(name, verb, as)));
    }

    private List<String> line(String verb, List<String> arguments) {
        List<String> line = new ArrayList<>(command);
        line.add(verb);
        line.addAll(arguments);
        return line;
    }
}
