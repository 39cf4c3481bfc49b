package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * Architecture of a LLaMA checkpoint, from its config.json. What is not implemented is refused by name, never ignored.
 *
 * @param hiddenSize width d of a hidden state
 * @param layers transformer blocks L
 * @param heads query heads H
 * @param keyValueHeads key and value heads KV, a divisor of H (grouped-query attention, arXiv 2305.13245)
 * @param headDim width of a head
 * @param intermediateSize width of the MLP
 * @param vocabularySize rows of the embedding
 * @param normEpsilon epsilon of RMSNorm
 * @param rotary rotary position embedding
 * @param maxPositions longest sequence the model was made for
 * @param tiedEmbeddings whether the output matrix is the input embedding
 * @param attentionBias whether the four attention projections have a bias
 * @param mlpBias whether the three MLP projections have a bias
 * @param bosTokenId token that starts a prompt
 */
public record LlamaConfig(
        int hiddenSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediateSize,
        int vocabularySize,
        double normEpsilon,
        RotaryEmbedding rotary,
        int maxPositions,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean mlpBias,
        int bosTokenId) {

    /** Reads {@code config.json}; throws {@link CheckpointException} naming the file and the key. */
    public static LlamaConfig read(Path file) {
        return of(file, JsonFile.read(file));
    }

    /** From what stands, or is to stand, in {@code file}. */
    static LlamaConfig of(Path file, JsonNode json) {
        Keys keys = new Keys(file, json);
        keys.require(json.isObject(), "not a JSON object");
        refuseWhatIsNotImplemented(keys);
        int hiddenSize = keys.positive("hidden_size");
        int heads = keys.positive("num_attention_heads");
        int keyValueHeads = keys.positive("num_key_value_heads", heads);
        keys.require(
                heads % keyValueHeads == 0,
                "num_attention_heads %d is no multiple of num_key_value_heads %d".formatted(heads, keyValueHeads));
        keys.require(
                json.hasNonNull("head_dim") || hiddenSize % heads == 0,
                "hidden_size %d is no multiple of num_attention_heads %d".formatted(hiddenSize, heads));
        int headDim = keys.positive("head_dim", Math.max(hiddenSize / heads, 1));
        keys.require(headDim % 2 == 0, "head_dim %d is odd, and rotary embedding needs pairs".formatted(headDim));
        keys.require(
                (long) heads * headDim <= Integer.MAX_VALUE,
                "num_attention_heads %d times head_dim %d is too wide".formatted(heads, headDim));
        int vocabularySize = keys.positive("vocab_size");
        return new LlamaConfig(
                hiddenSize,
                keys.positive("num_hidden_layers"),
                heads,
                keyValueHeads,
                headDim,
                keys.positive("intermediate_size"),
                vocabularySize,
                keys.number("rms_norm_eps", 1e-6),
                RotaryEmbedding.of(keys, headDim),
                keys.positive("max_position_embeddings", 2048),
                keys.flag("tie_word_embeddings"),
                keys.flag("attention_bias"),
                keys.flag("mlp_bias"),
                keys.token("bos_token_id", 1, vocabularySize));
    }

    private static void refuseWhatIsNotImplemented(Keys keys) {
        keys.requireText("model_type", "llama");
        keys.requireText("hidden_act", "silu");
        keys.require(!keys.json().hasNonNull("quantization_config"), "quantized checkpoints are not supported");
        keys.require(
                keys.number("partial_rotary_factor", 1.0) == 1.0,
                "partial_rotary_factor other than 1 is not supported");
    }

    /** Rows of the query, key and value projections together, for a token's cost. */
    public int attentionWidth() {
        return heads * headDim;
    }

    public int keyValueWidth() {
        return keyValueHeads * headDim;
    }

    /** The keys of one config.json, each read with an error that names file and key. */
    record Keys(Path file, JsonNode json) {
        int positive(String key) {
            require(json.hasNonNull(key), key + " is missing");
            return positive(key, 0);
        }

        int positive(String key, int fallback) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return fallback;
            }
            require(
                    value.isInt() && value.intValue() > 0,
                    "%s is %s, not a positive whole number".formatted(key, value));
            return value.intValue();
        }

        double number(String key, double fallback) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return fallback;
            }
            require(
                    value.isNumber() && value.doubleValue() > 0 && Double.isFinite(value.doubleValue()),
                    "%s is %s, not a positive number".formatted(key, value));
            return value.doubleValue();
        }

        /** Some checkpoints list several ids; the first starts a prompt. */
        int token(String key, int fallback, int vocabularySize) {
            JsonNode value = json.path(key);
            JsonNode first = value.isArray() ? value.path(0) : value;
            if (first.isMissingNode() || first.isNull()) {
                return fallback;
            }
            require(
                    first.isInt() && first.intValue() >= 0 && first.intValue() < vocabularySize,
                    "%s is %s, not a token of a vocab_size of %d".formatted(key, value, vocabularySize));
            return first.intValue();
        }

        boolean flag(String key) {
            JsonNode value = json.path(key);
            require(
                    value.isBoolean() || value.isMissingNode() || value.isNull(),
                    "%s is %s, neither true nor false".formatted(key, value));
            return value.booleanValue();
        }

        void requireText(String key, String expected) {
            String found = json.path(key).asText(expected);
            require(found.equals(expected), "%s \"%s\" is not supported, only \"%s\"".formatted(key, found, expected));
        }

        void require(boolean condition, String problem) {
            if (!condition) {
                throw new CheckpointException("%s: %s".formatted(file, problem));
            }
        }
    }
}
