package dev.tagstream.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Stands at a door: counts, measures what an input costs, and keeps inputs that the program fails on.
 *
 * <p>Time is processor time of this thread, so that a busy machine does not make it longer.
 */
final class Watch {
    /** What an input may make the program ask for in all, freed again or not: a bound of its work. */
    private static final long MAX_ALLOCATED = 1L << 30;

    /** A message stands in logs, tables and rejected records: one line of bounded length. */
    private static final int MAX_MESSAGE = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Door door;
    private final String name;
    private final DoorCounts counts;
    private double slowest;

    Watch(Door door, String name, String way) {
        this.door = door;
        this.name = name;
        this.counts = new DoorCounts(name, way);
    }

    DoorCounts counts() {
        return counts;
    }

    /** Throws {@link AssertionError} where the door did not answer as it must; the input is kept then. */
    Answer pass(byte[] input) throws IOException {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try {
            Answer answer = door.take(input.clone());
            double millis = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            check(answer, bytes);
            counts.answered(answer, millis, bytes);
            if (millis > Math.max(slowest, 100)) {
                slowest = millis;
                keep(input, "slow");
            }
            return answer;
        } catch (Throwable e) {
            counts.crashed();
            Path kept = keep(input, e.getClass().getSimpleName());
            throw new AssertionError("door %s fails on %s".formatted(name, kept), e);
        }
    }

    private static void check(Answer answer, long allocated) {
        String message = answer.message();
        if (message.length() > MAX_MESSAGE || message.codePoints().anyMatch(Character::isISOControl)) {
            throw new AssertionError("the message of %s is no short line: %,d characters: %.300s"
                    .formatted(answer.code(), message.length(), message));
        }
        if (allocated > MAX_ALLOCATED) {
            throw new AssertionError("answering %s took %,d bytes".formatted(answer.code(), allocated));
        }
    }

    private Path keep(byte[] input, String why) throws IOException {
        Path folder = Path.of("target", "fuzz-findings", name);
        Files.createDirectories(folder);
        return Files.write(folder.resolve(why + "-" + digest(input)), input);
    }

    private static String digest(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(input), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
