package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.checkpoint.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixPeakTest {
    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void multipliesInEachType(TensorType dtype) {
        try (MatrixPeak peak = MatrixPeak.open(EngineOptions.DEFAULT.withDtype(dtype))) {
            MatrixPeak.Peak best = peak.measure(16, 32);
            assertThat(best.flopsPerSecond()).isPositive().isFinite();
            assertThat(best.n()).isIn(16, 32);
            assertThat(peak.threads()).isPositive();
        }
    }
}
