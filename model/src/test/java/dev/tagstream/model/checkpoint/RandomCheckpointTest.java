package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomCheckpointTest {
    private static final RandomCheckpoint.Shape SHAPE = new RandomCheckpoint.Shape(64, 2, 96, 4, 2, 16, 128, 40, 1);

    @TempDir
    Path folder;

    @Test
    void makesTheCheckpointItsShapeAsksFor() throws IOException {
        RandomCheckpoint random = new RandomCheckpoint(SHAPE, TensorType.BF16, 1);
        List<Long> progress = new ArrayList<>();
        random.write(folder, progress::add);
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.config().layers()).isEqualTo(2);
        assertThat(checkpoint.config().keyValueWidth()).isEqualTo(32);
        assertThat(checkpoint.tensors().values())
                .allMatch(tensor -> tensor.type() == TensorType.BF16)
                .allMatch(tensor -> tensor.begin() % tensor.type().bytes() == 0);
        assertThat(checkpoint.tensors().values().stream()
                        .mapToLong(TensorSlice::elements)
                        .sum())
                .isEqualTo(random.weights())
                .isEqualTo(progress.get(progress.size() - 1));
        assertThat(progress).isSorted();
    }

    @Test
    void drawsMatricesFromANarrowNormalDistributionAndSetsNormsToOne() throws IOException {
        new RandomCheckpoint(SHAPE, TensorType.F32, 1).write(folder, done -> {});
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.tensors().get("model.norm.weight").read()).containsOnly(1);
        float[] matrix =
                checkpoint.tensors().get("model.layers.1.mlp.up_proj.weight").read();
        double squares = 0;
        double sum = 0;
        for (float value : matrix) {
            squares += value * value;
            sum += value;
        }
        // 6,144 numbers: four standard errors of mean and deviation
        assertThat(sum / matrix.length).isBetween(-0.001, 0.001);
        assertThat(Math.sqrt(squares / matrix.length)).isBetween(0.0193, 0.0207);
        assertThat(checkpoint.tensors().get("model.layers.0.mlp.up_proj.weight").read())
                .isNotEqualTo(matrix);
    }

    @Test
    void makesTheSameModelFromTheSameSeedOnly(@TempDir Path second, @TempDir Path third) throws IOException {
        new RandomCheckpoint(SHAPE, TensorType.BF16, 7).write(folder, done -> {});
        new RandomCheckpoint(SHAPE, TensorType.BF16, 7).write(second, done -> {});
        new RandomCheckpoint(SHAPE, TensorType.BF16, 8).write(third, done -> {});
        assertThat(second.resolve("model.safetensors")).hasSameBinaryContentAs(folder.resolve("model.safetensors"));
        String fingerprint = Fingerprint.ofModel(Checkpoint.open(folder));
        assertThat(Fingerprint.ofModel(Checkpoint.open(second))).isEqualTo(fingerprint);
        assertThat(Fingerprint.ofModel(Checkpoint.open(third))).isNotEqualTo(fingerprint);
        // on every machine and with every Java
        assertThat(Fingerprint.ofFile(folder.resolve("model.safetensors"))).startsWith("7180852da2b6");
    }

    @Test
    void refusesSizesThatMakeNoLlamaBeforeItWrites() {
        RandomCheckpoint.Shape odd = new RandomCheckpoint.Shape(64, 2, 96, 4, 3, 16, 128, 40, 1);
        RandomCheckpoint random = new RandomCheckpoint(odd, TensorType.BF16, 1);
        assertThatThrownBy(() -> random.write(folder, done -> {}))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("config.json: num_attention_heads 4 is no multiple of num_key_value_heads 3");
        assertThat(folder).isEmptyDirectory();
    }
}
