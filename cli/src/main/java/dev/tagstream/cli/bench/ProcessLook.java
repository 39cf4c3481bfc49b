package dev.tagstream.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String RESIDENT = "VmRSS:";
    private static final String THREADS = "Threads:";

    /** Empty where the system does not tell, or the process is gone. */
    public static Optional<ProcessLook> at(long pid) {
        Path folder = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
            long openFiles = files.count();
            String status = Files.readString(folder.resolve("status"));
            return Optional.of(new ProcessLook(number(status, RESIDENT) << 10, number(status, THREADS), openFiles));
        } catch (IOException e) { // not Linux, not ours, or gone
            return Optional.empty();
        }
    }

    private static long number(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
