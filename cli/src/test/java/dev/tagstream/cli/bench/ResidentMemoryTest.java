package dev.tagstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not tell")
    void tellsWhatIsInRamNowAndAtMost() {
        assertThat(ResidentMemory.bytes().orElseThrow()).isGreaterThan(10 * MEBIBYTE);
        assertThat(ResidentMemory.peakBytes().orElseThrow()).isGreaterThan(10 * MEBIBYTE);
    }

    @Test
    void isEmptyOrTrueAfterAReset() {
        boolean reset = ResidentMemory.resetPeak();
        assertThat(ResidentMemory.peakBytes().isPresent() || !reset).isTrue();
    }
}
