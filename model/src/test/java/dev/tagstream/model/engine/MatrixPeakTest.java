package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.tags.file.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixPeakTest {
    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void multipliesInEachType(TensorType dtype) {
        MatrixPeak.Peak peak = MatrixPeak.measure(EngineOptions.DEFAULT.withDtype(dtype), 16, 32);
        assertThat(peak.flopsPerSecond()).isPositive().isFinite();
        assertThat(peak.n()).isIn(16, 32);
        assertThat(MatrixPeak.threads()).isPositive();
    }
}
