package dev.tagstream.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program that has ended said.
 *
 * @param status its exit status, -1 where it could not be started
 * @param out standard output
 * @param err standard error
 */
record Command(int status, String out, String err) {
    private static final long LIMIT_MINUTES = 15;

    /** The repository's root. */
    static final Path ROOT =
            Path.of(System.getProperty("tagstream.root", "..")).toAbsolutePath().normalize();

    /** Runs a program in the repository's root. */
    static Command run(Map<String, String> environment, List<String> command) {
        Path out = temporary();
        Path err = temporary();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " takes too long: " + Files.readString(err));
            }
            return new Command(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            return new Command(-1, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    static Command run(String... command) {
        return run(Map.of(), List.of(command));
    }

    /** Of a program that succeeded: its standard output. */
    static String output(Map<String, String> environment, List<String> command) {
        Command ended = run(environment, command);
        if (ended.status() != 0) {
            throw new IllegalStateException("%s ended with %d:%n%s%n%s"
                    .formatted(String.join(" ", command), ended.status(), ended.out(), ended.err()));
        }
        return ended.out();
    }

    static String output(String... command) {
        return output(Map.of(), List.of(command));
    }

    static List<String> joined(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all;
    }

    private static Path temporary() {
        try {
            return Files.write(Files.createTempFile("command", ".txt"), "".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
