package dev.tagstream.tags.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.file.SafetensorsOutput.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsOutputTest {
    private static final Tensor MATRIX = new Tensor("matrix", TensorType.F32, List.of(2L, 3L));
    private static final Tensor SCALAR = new Tensor("scalar", TensorType.BF16, List.of());

    @TempDir
    Path folder;

    @Test
    void writesWhatTheReaderReads() throws IOException {
        Path file = folder.resolve("x.safetensors");
        try (SafetensorsOutput output = SafetensorsOutput.create(file, List.of(SCALAR, MATRIX))) {
            output.write(-1.5f);
            output.write(1, 2, 3, 4);
            output.write(5, 6e-30f);
            output.commit();
        }
        SafetensorsFile read = SafetensorsFile.open(file);
        assertThat(read.tensors().keySet()).containsExactly("scalar", "matrix");
        assertThat(read.tensor("scalar").type()).isEqualTo(TensorType.BF16);
        assertThat(read.tensor("scalar").read()).containsExactly(-1.5f);
        assertThat(read.tensor("matrix").shape()).containsExactly(2L, 3L);
        assertThat(read.tensor("matrix").read()).containsExactly(1, 2, 3, 4, 5, 6e-30f);
    }

    @Test
    void leavesTheOldFileUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("x.safetensors"), "old");
        try (SafetensorsOutput output = SafetensorsOutput.create(file, List.of(MATRIX))) {
            output.write(1, 2, 3);
            assertThatThrownBy(output::commit).hasMessage("tensor matrix is incomplete");
        }
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**draft");
    }

    @Test
    void refusesMoreThanATensorHolds() throws IOException {
        try (SafetensorsOutput output = SafetensorsOutput.create(folder.resolve("x"), List.of(SCALAR, MATRIX))) {
            assertThatThrownBy(() -> output.write(1, 2)).hasMessage("tensor scalar has 1 elements, 2 were given");
        }
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        assertThatThrownBy(() -> SafetensorsOutput.create(folder.resolve("x"), List.of(SCALAR, SCALAR)))
                .hasMessage("two tensors are named scalar");
        assertThat(folder).isEmptyDirectory();
    }
}
