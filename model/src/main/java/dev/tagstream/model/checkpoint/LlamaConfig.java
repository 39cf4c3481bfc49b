package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.JsonFile;
import dev.tagstream.tags.text.ShortLine;
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
    /** Largest width of a hidden state; LLaMA of 405 billion parameters has 16,384. */
    public static final int MAX_WIDTH = 1 << 16;

    /** Most transformer blocks; the largest LLaMA has 126. */
    public static final int MAX_LAYERS = 1 << 10;

    /** Most heads, and largest width of one; LLaMA has up to 128 of 128. */
    public static final int MAX_HEADS = 1 << 10;

    /** Largest width of the MLP; the largest LLaMA has 53,248. */
    public static final int MAX_INTERMEDIATE = 1 << 20;

    /** Most tokens; the largest vocabularies have 260,000. */
    public static final int MAX_VOCABULARY = 1 << 22;

    /** Longest sequence; models were announced with ten million positions. */
    public static final int MAX_POSITIONS = 1 << 26;

    /** Reads {@code config.json}; throws {@link CheckpointException} naming the file and the key. */
    public static LlamaConfig read(Path file) {
        return of(file, JsonFile.read(file));
    }

    /** From what stands, or is to stand, in {@code file}. */
    static LlamaConfig of(Path file, JsonNode json) {
        Keys keys = new Keys(file, json);
        keys.require(json.isObject(), "not a JSON object");
        refuseWhatIsNotImplemented(keys);
        int hiddenSize = keys.required("hidden_size", MAX_WIDTH);
        int heads = keys.required("num_attention_heads", MAX_HEADS);
        int keyValueHeads = keys.optional("num_key_value_heads", heads, MAX_HEADS);
        keys.require(
                heads % keyValueHeads == 0,
                "num_attention_heads %d is no multiple of num_key_value_heads %d".formatted(heads, keyValueHeads));
        keys.require(
                json.hasNonNull("head_dim") || hiddenSize % heads == 0,
                "hidden_size %d is no multiple of num_attention_heads %d".formatted(hiddenSize, heads));
        int headDim = keys.optional("head_dim", Math.max(hiddenSize / heads, 1), MAX_HEADS);
        keys.require(headDim % 2 == 0, "head_dim %d is odd, and rotary embedding needs pairs".formatted(headDim));
        int vocabularySize = keys.required("vocab_size", MAX_VOCABULARY);
        return new LlamaConfig(
                hiddenSize,
                keys.required("num_hidden_layers", MAX_LAYERS),
                heads,
                keyValueHeads,
                headDim,
                keys.required("intermediate_size", MAX_INTERMEDIATE),
                vocabularySize,
                keys.number("rms_norm_eps", 1e-6),
                RotaryEmbedding.of(keys, headDim),
                keys.optional("max_position_embeddings", 2048, MAX_POSITIONS),
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
        int required(String key, int most) {
            require(json.hasNonNull(key), key + " is missing");
            return optional(key, 0, most);
        }

        int optional(String key, int fallback, int most) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return fallback;
            }
            require(
                    value.isInt() && value.intValue() > 0,
                    "%s is %s, not a positive whole number".formatted(key, ShortLine.value(value)));
            require(value.intValue() <= most, "%s is %s, allowed are at most %,d".formatted(key, value, most));
            return value.intValue();
        }

        double number(String key, double fallback) {
            JsonNode value = json.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return fallback;
            }
            require(
                    value.isNumber() && value.doubleValue() > 0 && Double.isFinite(value.doubleValue()),
                    "%s is %s, not a positive number".formatted(key, ShortLine.value(value)));
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
                    "%s is %s, not a token of a vocab_size of %d"
                            .formatted(key, ShortLine.value(value), vocabularySize));
            return first.intValue();
        }

        boolean flag(String key) {
            JsonNode value = json.path(key);
            require(
                    value.isBoolean() || value.isMissingNode() || value.isNull(),
                    "%s is %s, neither true nor false".formatted(key, ShortLine.value(value)));
            return value.booleanValue();
        }

        void requireText(String key, String expected) {
            String found = json.path(key).asText(expected);
            require(
                    found.equals(expected),
                    "%s \"%s\" is not supported, only \"%s\"".formatted(key, ShortLine.value(found), expected));
        }

        void require(boolean condition, String problem) {
            if (!condition) {
                throw new CheckpointException("%s: %s".formatted(file, problem));
            }
        }
    }
}
