package dev.tagstream.faults;

import dev.tagstream.local.TetheredProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A JVM of its own that takes signals, and ends with this one at the latest. */
public final class Jvm implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final TetheredProcess process;

    private Jvm(TetheredProcess process) {
        this.process = process;
    }

    /**
     * Starts a class of this JVM's class path.
     *
     * @param before words before {@code java}, such as those of a network namespace
     * @param options of the JVM
     */
    public static Jvm start(
            List<String> before, List<String> options, Class<?> main, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(command, log);
    }

    /** Starts a command that runs Java in its own process in the end. */
    public static Jvm start(List<String> command, Path log) {
        try {
            return new Jvm(TetheredProcess.start(command, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.alive();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        signal(process.program(), "KILL");
        awaitEnd(Duration.ofSeconds(30));
    }

    /** SIGSTOP: it does nothing more, and keeps all it has. */
    public void pause() {
        signal(process.program(), "STOP");
    }

    /** SIGCONT: it goes on, and does not know of the time between. */
    public void goOn() {
        signal(process.program(), "CONT");
    }

    /** SIGTERM. */
    public void askToEnd() {
        signal(process.program(), "TERM");
    }

    public void awaitEnd(Duration patience) {
        Awaitility.await().pollInterval(POLL).atMost(patience).until(() -> !process.alive());
    }

    /** Ends it in whatever state it is. */
    @Override
    public void close() {
        process.program().ifPresent(ProcessHandle::destroyForcibly);
        process.close();
    }

    static void signal(Optional<ProcessHandle> program, String name) {
        program.ifPresent(handle -> {
            try {
                new ProcessBuilder("kill", "-" + name, String.valueOf(handle.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
