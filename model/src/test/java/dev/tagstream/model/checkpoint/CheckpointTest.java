package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final String NORM = "model.norm.weight";
    private static final String Q = "model.layers.1.self_attn.q_proj.weight";

    private CheckpointFolder folder;

    @BeforeEach
    void copyGoldenCheckpoint(@TempDir Path path) throws IOException {
        folder = CheckpointFolder.copyOf(CheckpointFolder.PLAIN, path);
    }

    @Test
    void opensACheckpointWithEveryTensorOfItsArchitecture() {
        Checkpoint checkpoint = Checkpoint.open(folder.path());
        assertThat(checkpoint.tensors()).hasSize(3 + 2 * 9);
        assertThat(checkpoint.tensors().get(Q).shape()).containsExactly(64L, 64L);
    }

    @Test
    void namesEveryMissingTensor() {
        folder.editTensors(tensors -> tensors.remove(NORM).remove(Q));
        assertRefused(folder.path().toString(), "missing tensors", NORM, Q);
    }

    @Test
    void namesTensorsThatTheArchitectureDoesNotUse() {
        folder.editTensors(tensors -> tensors.put("model.layers.2.adapter.weight", List.of(1L), 1));
        assertRefused(folder.path().toString(), "does not use", "model.layers.2.adapter.weight");
    }

    @Test
    void tellsBothShapesOfATensorThatDoesNotFit() {
        folder.editTensors(tensors -> tensors.put(NORM, List.of(32L, 2L), new float[64]));
        assertRefused(folder.path().toString(), NORM, "model.safetensors", "[32, 2]", "[64]");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        folder.editTensors(
                tensors -> tensors.remove(Q).put(NORM, List.of(2L), 1, 1).put("extra", List.of(1L), 1));
        assertRefused("missing tensors " + Q, "does not use extra", "shape [2]", "[64]");
    }

    @Test
    void refusesIntegersForWeights() {
        folder.editTensors(tensors -> tensors.put(NORM, "I64", List.of(64L), new byte[64 * 8]));
        assertRefused(NORM, "model.safetensors", "I64");
    }

    @Test
    void keepsASentenceShortWhereNothingFits() throws IOException {
        folder.editConfig(config -> config.put("num_hidden_layers", 20));
        assertRefused("missing tensors", "and 150 more");
    }

    @Test
    void refusesMoreLayersThanTheFilesCanHoldWithoutListingThem() throws IOException {
        folder.editConfig(config -> config.put("num_hidden_layers", 1_000));
        assertRefused(folder.path().toString(), "1000 layers", "21 tensors");
    }

    @Test
    void toleratesStoredRotaryFrequenciesAndAnOutputMatrixThatIsTied() throws IOException {
        folder.editTensors(
                tensors -> tensors.put("model.layers.0.self_attn.rotary_emb.inv_freq", List.of(8L), new float[8]));
        folder.editConfig(config -> config.put("tie_word_embeddings", true));
        assertThat(Checkpoint.open(folder.path()).tensors()).hasSize(2 + 2 * 9);
    }

    @Test
    void asksForTheOutputMatrixWhereItIsNotTied() {
        folder.editTensors(tensors -> tensors.remove("lm_head.weight"));
        assertRefused("missing tensors lm_head.weight");
    }

    @Test
    void asksForBiasesWhereTheConfigHasThem() throws IOException {
        folder.editConfig(config -> config.put("mlp_bias", true));
        assertRefused("missing tensors", "model.layers.0.mlp.down_proj.bias", "model.layers.1.mlp.up_proj.bias");
    }

    @Test
    void saysWhatToDoWithAPickledModel() throws IOException {
        Files.move(folder.model(), folder.file("pytorch_model.bin"));
        assertRefused(folder.path().toString(), "pytorch_model.bin", "safe_serialization=True");
    }

    @Test
    void namesAMissingModelFile() throws IOException {
        Files.delete(folder.model());
        assertRefused(folder.model() + ": no such file");
    }

    @Test
    void namesAMissingConfig() throws IOException {
        Files.delete(folder.file("config.json"));
        assertRefused(folder.file("config.json") + ": no such file");
    }

    @Test
    void saysWhatAModelFolderIsWhereThereIsNone() {
        Path nowhere = folder.file("nowhere");
        assertThatThrownBy(() -> Checkpoint.open(nowhere))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(nowhere + ": no such folder", "config.json", "tokenizer.json");
    }

    @Test
    void nothingButContentDecidesTheFingerprint() throws IOException {
        String before = Fingerprint.ofModel(Checkpoint.open(folder.path()));
        SafetensorsWriter.lengthenHeader(folder.model(), 8);
        assertThat(Fingerprint.ofModel(Checkpoint.open(folder.path()))).isEqualTo(before);
        folder.editTensors(tensors -> tensors.put(NORM, List.of(64L), new float[64]));
        assertThat(Fingerprint.ofModel(Checkpoint.open(folder.path()))).isNotEqualTo(before);
    }

    @Test
    void theArchitectureIsPartOfTheFingerprint() throws IOException {
        String before = Fingerprint.ofModel(Checkpoint.open(folder.path()));
        folder.editConfig(config -> config.put("rms_norm_eps", 1e-5));
        assertThat(Fingerprint.ofModel(Checkpoint.open(folder.path()))).isNotEqualTo(before);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.open(folder.path()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
    }
}
