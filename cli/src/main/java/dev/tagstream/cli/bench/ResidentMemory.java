package dev.tagstream.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory of this process that is in RAM, as Linux counts it (proc(5)): Java's heap, libtorch's, and mapped weights once read. */
public final class ResidentMemory {
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";
    private static final String NOW = "VmRSS";
    private static final String PEAK = "VmHWM";

    private ResidentMemory() {}

    /** Bytes now; empty where the system does not tell. */
    public static OptionalLong bytes() {
        return read(NOW);
    }

    /** The most bytes since the process began, or since {@link #resetPeak} where that worked. */
    public static OptionalLong peakBytes() {
        return read(PEAK);
    }

    /** Lets the peak begin anew; false where the system does not do that. */
    public static boolean resetPeak() {
        try {
            Files.writeString(CLEAR_REFS, RESET_PEAK);
            return true;
        } catch (IOException e) { // not Linux, or not allowed
            return false;
        }
    }

    private static OptionalLong read(String key) {
        try {
            return ProcStatus.of("self").bytes(key);
        } catch (IOException e) { // not Linux
            return OptionalLong.empty();
        }
    }
}
