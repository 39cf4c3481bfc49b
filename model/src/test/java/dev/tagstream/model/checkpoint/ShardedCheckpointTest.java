package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedCheckpointTest {
    private static final String INDEX = "model.safetensors.index.json";
    private static final String NORM = "model.norm.weight";
    private static final String FIRST_SHARD = "model-00001-of-00004.safetensors";
    private static final String SECOND_SHARD = "model-00002-of-00004.safetensors";

    private CheckpointFolder folder;

    @BeforeEach
    void copyGoldenCheckpoint(@TempDir Path path) throws IOException {
        folder = CheckpointFolder.copyOf(CheckpointFolder.SHARDED, path);
    }

    @Test
    void findsEveryTensorInItsShard() {
        Checkpoint checkpoint = Checkpoint.open(folder.path());
        assertThat(checkpoint.tensors().get("model.embed_tokens.weight").file()).hasFileName(FIRST_SHARD);
        assertThat(checkpoint
                        .tensors()
                        .get("model.layers.0.input_layernorm.weight")
                        .file())
                .hasFileName(SECOND_SHARD);
    }

    @Test
    void namesAMissingShard() throws IOException {
        Files.delete(folder.file(SECOND_SHARD));
        assertRefused(folder.file(SECOND_SHARD) + ": no such file");
    }

    @Test
    void namesATruncatedShard() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.file(SECOND_SHARD));
        Files.write(folder.file(SECOND_SHARD), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(folder.file(SECOND_SHARD) + ": truncated", "tensor model.layers.");
    }

    @Test
    void namesATensorThatIsNotInTheShardOfItsIndex() throws IOException {
        place(NORM, FIRST_SHARD);
        assertRefused(folder.file(FIRST_SHARD) + ": no tensor " + NORM);
    }

    @Test
    void namesATensorThatTheIndexForgets() throws IOException {
        folder.editJson(INDEX, index -> ((ObjectNode) index.get("weight_map")).remove(NORM));
        assertRefused("missing tensors " + NORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/model.safetensors",
                "sub/model.safetensors",
                "..\\model.safetensors",
                "..",
                "",
                "nul\0.safetensors"
            })
    void refusesAShardOutsideTheFolder(String shard) throws IOException {
        place(NORM, shard);
        assertRefused(
                folder.file(INDEX).toString(),
                NORM,
                '"' + shard.replace('\0', '?') + '"',
                "not a file name in this folder");
    }

    @Test
    void refusesAnIndexThatIsNotJson() throws IOException {
        Files.writeString(folder.file(INDEX), "{\"weight_map\": {");
        assertRefused(folder.file(INDEX) + ": not JSON: line 1, column 17: Unexpected end-of-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"weight_map\": {}}", "{\"weight_map\": [\"a\"]}", ""})
    void refusesAnIndexWithoutAMap(String json) throws IOException {
        Files.writeString(folder.file(INDEX), json);
        assertRefused(folder.file(INDEX) + ": has no weight_map");
    }

    private void place(String tensor, String shard) throws IOException {
        folder.editJson(INDEX, index -> ((ObjectNode) index.get("weight_map")).put(tensor, shard));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.open(folder.path()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
    }
}
