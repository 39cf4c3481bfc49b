package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.text.ShortLine;

/**
 * Rotary position embedding (arXiv 2104.09864) and its scaling for long contexts. Pair i of a head turns by {@code
 * frequencies()[i]} radians a position.
 *
 * @param theta base of the frequencies
 * @param scaling how the frequencies were changed for long contexts
 * @param headDim width of a head
 */
public record RotaryEmbedding(double theta, Scaling scaling, int headDim) {

    /** Changes of the frequencies that are implemented. */
    public sealed interface Scaling {
        record None() implements Scaling {}

        /** All positions divided by a factor (arXiv 2306.15595). */
        record Linear(double factor) implements Scaling {}

        /** LLaMA 3: low frequencies divided by a factor, high ones kept, a ramp in between. */
        record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, double originalPositions)
                implements Scaling {}
    }

    /** Reads both spellings: {@code rope_theta} with {@code rope_scaling}, and {@code rope_parameters}. */
    static RotaryEmbedding of(LlamaConfig.Keys keys, int headDim) {
        JsonNode parameters = keys.json().path("rope_parameters");
        if (!parameters.isObject()) {
            parameters = keys.json().path("rope_scaling");
        }
        ObjectNode all = new ObjectMapper().createObjectNode();
        if (keys.json().hasNonNull("rope_theta")) {
            all.set("rope_theta", keys.json().get("rope_theta"));
        }
        if (parameters instanceof ObjectNode given) {
            all.setAll(given);
        }
        LlamaConfig.Keys rope = new LlamaConfig.Keys(keys.file(), all);
        rope.require(
                rope.number("partial_rotary_factor", 1.0) == 1.0,
                "partial_rotary_factor other than 1 is not supported");
        // Before transformers 4.43 the key was "type".
        String type = all.path("rope_type").asText(all.path("type").asText("default"));
        Scaling scaling =
                switch (type) {
                    case "default" -> new Scaling.None();
                    case "linear" -> new Scaling.Linear(required(rope, "factor"));
                    case "llama3" -> llama3(rope);
                    default ->
                        throw new CheckpointException(
                                "%s: rope type \"%s\" is not supported; supported are default, linear, llama3"
                                        .formatted(keys.file(), ShortLine.value(type)));
                };
        return new RotaryEmbedding(rope.number("rope_theta", 10000.0), scaling, headDim);
    }

    private static Scaling.Llama3 llama3(LlamaConfig.Keys rope) {
        double low = required(rope, "low_freq_factor");
        double high = required(rope, "high_freq_factor");
        rope.require(low < high, "low_freq_factor %s is not below high_freq_factor %s".formatted(low, high));
        return new Scaling.Llama3(
                required(rope, "factor"), low, high, required(rope, "original_max_position_embeddings"));
    }

    private static double required(LlamaConfig.Keys rope, String key) {
        rope.require(rope.json().hasNonNull(key), "rope parameter " + key + " is missing");
        return rope.number(key, 1);
    }

    /** Radians per position of each pair (headDim / 2), computed in float32 as the reference implementations do. */
    public float[] frequencies() {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float plain = 1.0f / (float) Math.pow(theta, (float) (2 * i) / headDim);
            frequencies[i] = (float) scale(plain);
        }
        return frequencies;
    }

    private double scale(double frequency) {
        if (scaling instanceof Scaling.Linear linear) {
            return frequency / linear.factor();
        }
        if (scaling instanceof Scaling.Llama3 llama3) {
            double wavelength = 2 * Math.PI / frequency;
            double longest = llama3.originalPositions() / llama3.lowFrequencyFactor();
            double shortest = llama3.originalPositions() / llama3.highFrequencyFactor();
            if (wavelength < shortest) {
                return frequency;
            }
            if (wavelength > longest) {
                return frequency / llama3.factor();
            }
            double smooth = (llama3.originalPositions() / wavelength - llama3.lowFrequencyFactor())
                    / (llama3.highFrequencyFactor() - llama3.lowFrequencyFactor());
            return (1 - smooth) * frequency / llama3.factor() + smooth * frequency;
        }
        return frequency;
    }
}
