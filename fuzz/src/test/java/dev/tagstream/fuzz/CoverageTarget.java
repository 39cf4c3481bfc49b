package dev.tagstream.fuzz;

import java.io.IOException;

/**
 * What the fuzzer calls, in a process of its own: one door, named by the property {@code fuzz.door}. A failure is counted and its
 * input kept, and the fuzzer goes on to look for others.
 */
public final class CoverageTarget {
    private static Watch watch;
    private static Door door;

    private CoverageTarget() {}

    public static void fuzzerInitialize() throws IOException {
        Doors which = Doors.titled(System.getProperty("fuzz.door"));
        door = which.open();
        watch = which.watched(door, "coverage");
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try {
            watch.pass(input);
        } catch (AssertionError e) {
            if (watch.counts().crashes() <= 3) {
                e.printStackTrace();
            }
        }
        if (watch.counts().inputs() % 1_000 == 0) { // should the fuzzer be stopped before its end
            watch.counts().write();
        }
    }

    public static void fuzzerTearDown() throws IOException {
        watch.counts().write();
        door.close();
    }
}
