package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.tags.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A checkpoint of random weights with biases everywhere and linearly scaled positions, with the golden tokenizer. */
final class ReferenceCheckpoint {
    private final ReferenceLlama.Shape shape;
    private final Map<String, float[]> weights = new HashMap<>();
    private final SafetensorsWriter writer = new SafetensorsWriter();
    private final Random random = new Random(5);

    private ReferenceCheckpoint(ReferenceLlama.Shape shape) {
        this.shape = shape;
    }

    /** Writes the checkpoint and returns the reference that computes with the same weights. */
    static ReferenceLlama write(ReferenceLlama.Shape shape, Path folder) throws IOException {
        ReferenceCheckpoint checkpoint = new ReferenceCheckpoint(shape);
        checkpoint.fill();
        checkpoint.writer.write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), checkpoint.config());
        Files.copy(
                CheckpointFolder.golden(CheckpointFolder.PLAIN).resolve("tokenizer.json"),
                folder.resolve("tokenizer.json"));
        return new ReferenceLlama(shape, checkpoint.weights);
    }

    private void fill() {
        int width = shape.width();
        int attention = shape.heads() * shape.headDim();
        int keyValue = shape.keyValueHeads() * shape.headDim();
        put("model.embed_tokens.weight", 0, shape.vocabulary(), width);
        for (int i = 0; i < shape.layers(); i++) {
            String layer = "model.layers." + i + ".";
            linear(layer + "self_attn.q_proj", attention, width);
            linear(layer + "self_attn.k_proj", keyValue, width);
            linear(layer + "self_attn.v_proj", keyValue, width);
            linear(layer + "self_attn.o_proj", width, attention);
            linear(layer + "mlp.gate_proj", shape.mlp(), width);
            linear(layer + "mlp.up_proj", shape.mlp(), width);
            linear(layer + "mlp.down_proj", width, shape.mlp());
            put(layer + "input_layernorm.weight", 1, width);
            put(layer + "post_attention_layernorm.weight", 1, width);
        }
        put("model.norm.weight", 1, width);
        put("lm_head.weight", 0, shape.vocabulary(), width);
    }

    private void linear(String name, int out, int in) {
        put(name + ".weight", 0, out, in);
        put(name + ".bias", 0, out);
    }

    private void put(String name, double mean, long... dimensions) {
        long elements = 1;
        for (long dimension : dimensions) {
            elements *= dimension;
        }
        float[] values = new float[Math.toIntExact(elements)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + 0.25 * random.nextGaussian());
        }
        weights.put(name, values);
        writer.put(name, List.of(Arrays.stream(dimensions).boxed().toArray(Long[]::new)), values);
    }

    private String config() {
        return """
                {"model_type": "llama", "hidden_act": "silu", "hidden_size": %d, "num_hidden_layers": %d,
                 "num_attention_heads": %d, "num_key_value_heads": %d, "head_dim": %d, "intermediate_size": %d,
                 "vocab_size": %d, "rms_norm_eps": %s, "rope_theta": %s,
                 "rope_scaling": {"type": "linear", "factor": %s}, "max_position_embeddings": 512,
                 "tie_word_embeddings": false, "attention_bias": true, "mlp_bias": true, "bos_token_id": 1}
                """.formatted(
                        shape.width(),
                        shape.layers(),
                        shape.heads(),
                        shape.keyValueHeads(),
                        shape.headDim(),
                        shape.mlp(),
                        shape.vocabulary(),
                        shape.epsilon(),
                        shape.theta(),
                        shape.rotaryFactor());
    }
}
