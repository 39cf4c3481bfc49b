package dev.tagstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is judged on this machine alone. */
class ChecksTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void wantsJava17AndRoomBesideTheHeap() {
        assertThat(JavaCheck.look(11, "X", GIB, 8 * GIB).level()).isEqualTo(Level.WRONG);
        assertThat(JavaCheck.look(17, "X", GIB, 8 * GIB).level()).isEqualTo(Level.OK);
        assertThat(JavaCheck.look(21, "X", 7 * GIB, 8 * GIB))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.remedy()).contains("-Xmx"));
    }

    @Test
    void wantsRoomForTheState() {
        assertThat(StateCheck.judged(folder, GIB / 2).level()).isEqualTo(Level.WRONG);
        assertThat(StateCheck.judged(folder, 2 * GIB).level()).isEqualTo(Level.WARNING);
        assertThat(StateCheck.judged(folder, 20 * GIB)).isEqualTo(Finding.ok("state", "20.0 GiB free for " + folder));
    }

    @Test
    void wantsAFolderForTheState() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(StateCheck.look(file.resolve("state")))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WRONG))
                .satisfies(finding -> assertThat(finding.found()).contains(file + " is no folder"));
        StateCheck.look(folder.resolve("new").resolve("state"));
        assertThat(folder.resolve("new")).as("made by looking").doesNotExist();
    }

    @Test
    void wantsRoomForWeightsAndMoreOnTheDevice() {
        assertThat(DeviceCheck.withWeights("x", 13 * GIB, 80 * GIB).level()).isEqualTo(Level.OK);
        assertThat(DeviceCheck.withWeights("x", 13 * GIB, 15 * GIB).level()).isEqualTo(Level.WARNING);
        assertThat(DeviceCheck.withWeights("x", 26 * GIB, 24 * GIB).level()).isEqualTo(Level.WRONG);
    }
}
