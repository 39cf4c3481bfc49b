package dev.tagstream.bench.soak;

import dev.tagstream.cli.bench.ProcStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process holds at one moment, as Linux counts it (proc(5)).
 *
 * @param residentBytes memory in RAM: Java's heap, libtorch's, mapped weights
 * @param threads all, those of native libraries included
 * @param openFiles descriptors: files, sockets, pipes
 */
public record ProcessLook(long residentBytes, long threads, long openFiles) {
    /** Empty where the system does not tell, or the process is gone. */
    public static Optional<ProcessLook> at(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            long openFiles = files.count();
            ProcStatus status = ProcStatus.of(String.valueOf(pid));
            return Optional.of(new ProcessLook(
                    status.bytes("VmRSS").orElseThrow(),
                    status.number("Threads").orElseThrow(),
                    openFiles));
        } catch (IOException
                | NoSuchElementException e) { // not Linux, not ours, gone, or about to be: then it has no memory
            return Optional.empty();
        }
    }
}
