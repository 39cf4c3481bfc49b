package dev.tagstream.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Numbers of a process's {@code status} file in Linux (proc(5)). */
public final class ProcStatus {
    private final String text;

    private ProcStatus(String text) {
        this.text = text;
    }

    /**
     * @param process its number, or {@code self}
     * @throws IOException where there is no such file: no Linux, or no such process
     */
    public static ProcStatus of(String process) throws IOException {
        return new ProcStatus(Files.readString(Path.of("/proc", process, "status")));
    }

    /** Of a line such as {@code Threads: 12}; empty if there is none. */
    public OptionalLong number(String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    /** Of a line such as {@code VmRSS: 512 kB}; empty if there is none. */
    public OptionalLong bytes(String key) {
        OptionalLong kilobytes = number(key);
        return kilobytes.isPresent() ? OptionalLong.of(kilobytes.getAsLong() << 10) : kilobytes;
    }
}
