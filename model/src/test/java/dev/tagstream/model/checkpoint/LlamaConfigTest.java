package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaConfigTest {
    private CheckpointFolder folder;

    @BeforeEach
    void copyGoldenCheckpoint(@TempDir Path path) throws IOException {
        folder = CheckpointFolder.copyOf(CheckpointFolder.PLAIN, path);
    }

    @Test
    void readsTheArchitecture() throws IOException {
        LlamaConfig config = configWith(json -> {
            json.put("num_key_value_heads", 2);
            json.put("rms_norm_eps", 1e-5);
            json.put("attention_bias", true);
            json.put("tie_word_embeddings", true);
        });
        RotaryEmbedding rotary = new RotaryEmbedding(10000, new RotaryEmbedding.Scaling.None(), 16);
        assertThat(config)
                .isEqualTo(new LlamaConfig(64, 2, 4, 2, 16, 176, 128, 1e-5, rotary, 512, true, true, false, 1));
        assertThat(config.attentionWidth()).isEqualTo(64);
        assertThat(config.keyValueWidth()).isEqualTo(32);
    }

    @Test
    void fillsInWhatOldConfigsLeaveOut() throws IOException {
        LlamaConfig config = configWith(json -> json.remove(List.of(
                "num_key_value_heads",
                "head_dim",
                "rms_norm_eps",
                "tie_word_embeddings",
                "attention_bias",
                "mlp_bias",
                "bos_token_id",
                "rope_parameters",
                "max_position_embeddings")));
        RotaryEmbedding rotary = new RotaryEmbedding(10000, new RotaryEmbedding.Scaling.None(), 16);
        assertThat(config)
                .isEqualTo(new LlamaConfig(64, 2, 4, 4, 16, 176, 128, 1e-6, rotary, 2048, false, false, false, 1));
    }

    @Test
    void takesAHeadWidthOfItsOwn() throws IOException {
        LlamaConfig config = configWith(json -> json.put("head_dim", 24));
        assertThat(config.headDim()).isEqualTo(24);
        assertThat(config.attentionWidth()).isEqualTo(96);
        assertThat(config.rotary().frequencies()).hasSize(12);
    }

    @Test
    void startsPromptsWithTheFirstOfSeveralStartTokens() throws IOException {
        assertThat(configWith(json -> json.putArray("bos_token_id").add(7).add(8))
                        .bosTokenId())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"128", "-1", "1.5", "true"})
    void refusesAStartTokenOutsideTheVocabulary(String token) throws IOException {
        assertRefused(
                json -> json.putRawValue("bos_token_id", new RawValue(token)),
                "bos_token_id is " + token,
                "vocab_size of 128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hidden_size", "num_attention_heads", "num_hidden_layers", "intermediate_size", "vocab_size"})
    void namesAMissingSize(String key) throws IOException {
        assertRefused(json -> json.remove(key), key + " is missing");
    }

    @ParameterizedTest
    @CsvSource({"0", "-4", "1.5", "3000000000", "64.0"})
    void refusesASizeThatIsNoPositiveWholeNumber(String size) throws IOException {
        assertRefused(
                json -> json.putRawValue("hidden_size", new RawValue(size)),
                "hidden_size is",
                "not a positive whole number");
    }

    @Test
    void refusesASizeInQuotes() throws IOException {
        assertRefused(json -> json.put("vocab_size", "128"), "vocab_size is \"128\"");
    }

    @Test
    void tellsBothNumbersOfHeadsThatDoNotDivide() throws IOException {
        assertRefused(
                json -> json.put("num_key_value_heads", 3),
                "num_attention_heads 4 is no multiple of num_key_value_heads 3");
        assertRefused(
                json -> {
                    json.remove("head_dim");
                    json.put("hidden_size", 66);
                },
                "hidden_size 66 is no multiple of num_attention_heads 4");
        assertRefused(json -> json.put("head_dim", 15), "head_dim 15 is odd");
    }

    @Test
    void refusesSizesThatNoModelHas() throws IOException {
        assertRefused(json -> json.put("head_dim", 1 << 30), "head_dim is 1073741824, allowed are at most 1,024");
    }

    @Test
    void refusesByNameWhatIsNotImplemented() throws IOException {
        assertRefused(
                json -> json.put("model_type", "mistral"), "model_type \"mistral\" is not supported, only \"llama\"");
        assertRefused(json -> json.put("hidden_act", "gelu"), "hidden_act \"gelu\" is not supported, only \"silu\"");
        assertRefused(
                json -> json.putObject("quantization_config").put("quant_method", "gptq"),
                "quantized checkpoints are not supported");
        assertRefused(json -> json.put("partial_rotary_factor", 0.5), "partial_rotary_factor other than 1");
        assertRefused(
                json -> ((ObjectNode) json.get("rope_parameters")).put("partial_rotary_factor", 0.5),
                "partial_rotary_factor other than 1");
    }

    @Test
    void refusesValuesOfTheWrongKind() throws IOException {
        assertRefused(json -> json.put("attention_bias", "yes"), "attention_bias is \"yes\", neither true nor false");
        assertRefused(json -> json.put("rms_norm_eps", "1e-5"), "rms_norm_eps is \"1e-5\", not a positive number");
        assertRefused(json -> json.put("rms_norm_eps", 0.0), "rms_norm_eps is 0.0, not a positive number");
    }

    @Test
    void refusesAFileThatIsNoJsonObject() throws IOException {
        for (String text : new String[] {"{\"hidden_size\": ", "[]", "", "7"}) {
            Files.writeString(folder.file("config.json"), text);
            assertThatThrownBy(() -> LlamaConfig.read(folder.file("config.json")))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(folder.file("config.json") + ": not", "JSON");
        }
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Files.write(folder.file("config.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> LlamaConfig.read(folder.file("config.json")))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder.file("config.json") + ": not JSON: it is not UTF-8 text");
    }

    private LlamaConfig configWith(Consumer<ObjectNode> edit) throws IOException {
        folder.editConfig(edit);
        return LlamaConfig.read(folder.file("config.json"));
    }

    /** Edits a fresh copy of the config. */
    private void assertRefused(Consumer<ObjectNode> edit, String... parts) throws IOException {
        Files.copy(
                CheckpointFolder.golden(CheckpointFolder.PLAIN).resolve("config.json"),
                folder.file("config.json"),
                StandardCopyOption.REPLACE_EXISTING);
        folder.editConfig(edit);
        assertThatThrownBy(() -> LlamaConfig.read(folder.file("config.json")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(folder.file("config.json") + ": ")
                .hasMessageContainingAll(parts);
    }
}
