package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.tags.file.TensorType;
import org.junit.jupiter.api.Test;

class HardwareTest {
    @Test
    void prefersBfloat16OnAProcessorWithAmx() {
        String amx = "processor\t: 0\nflags\t\t: fpu avx512_bf16 amx_bf16 amx_tile\nbugs\t\t:\n";
        assertThat(Hardware.preferredTypeOf(amx)).isEqualTo(TensorType.BF16);
        assertThat(Hardware.preferredTypeOf(amx.replace("amx_bf16 ", ""))).isEqualTo(TensorType.F32);
        assertThat(Hardware.preferredTypeOf("model name\t: amx_bf16\nflags\t: fpu\n"))
                .isEqualTo(TensorType.F32);
        assertThat(Hardware.preferredTypeOf("")).isEqualTo(TensorType.F32);
    }

    @Test
    void prefersBfloat16OnAGpu() {
        assertThat(Hardware.preferredType("cuda:3")).isEqualTo(TensorType.BF16);
    }

    @Test
    void givesEachDomainAnEighthOfTheMemory() {
        assertThat(Hardware.memoryBytes("cpu")).isPositive();
        assertThat(Hardware.preferredCacheBytes("cpu")).isEqualTo(Hardware.memoryBytes("cpu") / 8);
    }

    @Test
    void givesCallsOfACpuHalfAGibibyte() {
        assertThat(Hardware.scratchBytes("cpu")).isEqualTo(512L << 20);
    }
}
