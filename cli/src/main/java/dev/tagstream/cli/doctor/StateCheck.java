package dev.tagstream.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Looks whether the folder of the state stores can be written, and how much room it has. */
public final class StateCheck {
    private static final String CHECK = "state";
    private static final long LEAST_BYTES = 1L << 30;
    private static final long ENOUGH_BYTES = 5L << 30;
    private static final double GIBI = 1L << 30;

    private StateCheck() {}

    /** Makes nothing; a folder that is not there yet is looked for at the next one above. */
    public static Finding look(Path stateDir) {
        Path there = stateDir.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.wrong(
                    CHECK,
                    "%s can't be written: %s is %s"
                            .formatted(
                                    stateDir, there, Files.isDirectory(there) ? "not ours to write in" : "no folder"),
                    "Set state.dir to a folder that this user may write in.");
        }
        try {
            return judged(stateDir, Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            return Finding.warning(
                    CHECK, "%s does not tell its room: %s".formatted(there, e.getMessage()), "Look with `df`.");
        }
    }

    static Finding judged(Path stateDir, long freeBytes) {
        String found = String.format(Locale.ROOT, "%.1f GiB free for %s", freeBytes / GIBI, stateDir);
        String remedy = "Make room, or set state.dir to a larger disk: a full one stops the service.";
        if (freeBytes < LEAST_BYTES) {
            return Finding.wrong(CHECK, found, remedy);
        }
        return freeBytes < ENOUGH_BYTES ? Finding.warning(CHECK, found, remedy) : Finding.ok(CHECK, found);
    }
}
