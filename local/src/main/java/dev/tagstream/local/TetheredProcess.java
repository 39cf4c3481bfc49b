package dev.tagstream.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that cannot outlive this JVM, however the JVM ends.
 *
 * <p>A shell stands between the two and reads from a pipe that this JVM holds open. The pipe ends when {@link #close()}
 * is called and also when the JVM is gone, SIGKILL included; the shell then asks the program to end. Ctrl-C in a
 * terminal does not reach the program, so that whoever uses it can end first.
 */
public final class TetheredProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Runs "$@"; the standard input is the tether. */
    private static final String TETHER = """
            trap '' INT HUP
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            (while read -r line; do :; done; kill "$child") <&3 3<&- 2>/dev/null &
            watcher=$!
            exec 3<&- </dev/null
            wait "$child"
            status=$?
            kill "$watcher" 2>/dev/null
            exit "$status"
            """;

    private final Process shell;
    private final OutputStream tether;

    private TetheredProcess(Process shell) {
        this.shell = shell;
        this.tether = shell.getOutputStream();
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments
     * @param log the file that takes what it prints; written anew
     */
    public static TetheredProcess start(List<String> command, Path log) throws IOException {
        List<String> tethered = new ArrayList<>(List.of("/bin/sh", "-c", TETHER, "tether"));
        tethered.addAll(command);
        Files.createDirectories(log.toAbsolutePath().getParent());
        return new TetheredProcess(new ProcessBuilder(tethered)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    public boolean alive() {
        return shell.isAlive();
    }

    /** The program's own process, without the shell before it; nothing once it has ended. */
    public Optional<ProcessHandle> program() {
        Optional<String> shellCommand = shell.info().command();
        try (Stream<ProcessHandle> children = shell.children()) {
            return children.filter(child -> !child.info().command().equals(shellCommand))
                    .findFirst();
        }
    }

    /** Processor time that the program, with what it started, has used so far; of what has ended nothing counts. */
    Duration cpuTime() {
        try (Stream<ProcessHandle> family = shell.descendants()) {
            return family.flatMap(process -> process.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    /** Asks the program to end and waits; a program that does not end within ten seconds is killed. */
    @Override
    public void close() {
        try {
            tether.close();
            if (!shell.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        try (Stream<ProcessHandle> family = shell.descendants()) {
            family.forEach(ProcessHandle::destroyForcibly);
        }
        shell.destroyForcibly();
    }
}
