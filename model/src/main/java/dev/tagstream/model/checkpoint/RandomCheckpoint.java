package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.SafetensorsOutput;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * A LLaMA of any size with untrained weights, for measuring what a size costs: matrices of normal numbers with a standard
 * deviation of 0.02 and norms of 1, as models start their training. The same shape, type and seed make the same files on any machine.
 *
 * @param shape sizes
 * @param type how weights are stored: F32 or BF16
 * @param seed of the numbers
 */
public record RandomCheckpoint(Shape shape, TensorType type, long seed) {
    private static final String CONFIG = "config.json";
    private static final double STANDARD_DEVIATION = 0.02;
    private static final int CHUNK_ELEMENTS = 1 << 16;

    /**
     * The sizes of a LLaMA, named as in its config.json.
     *
     * @param positions longest sequence
     * @param vocabulary rows of the embedding
     * @param bosTokenId token that starts a prompt
     */
    public record Shape(
            int hiddenSize,
            int layers,
            int intermediateSize,
            int heads,
            int keyValueHeads,
            int headDim,
            int positions,
            int vocabulary,
            int bosTokenId) {}

    /** How many weights there are; throws {@link CheckpointException} if the sizes make no LLaMA. */
    public long weights() {
        return tensors().stream().mapToLong(SafetensorsOutput.Tensor::elements).sum();
    }

    private List<SafetensorsOutput.Tensor> tensors() {
        LlamaConfig config = LlamaConfig.of(Path.of(CONFIG), config());
        return Checkpoint.expectedShapes(config).entrySet().stream()
                .map(entry -> new SafetensorsOutput.Tensor(entry.getKey(), type, entry.getValue()))
                .toList();
    }

    /**
     * Writes config.json and model.safetensors, not the tokenizer.
     *
     * @param progress told how many weights are written so far
     * @throws CheckpointException if the sizes make no LLaMA, before anything is written
     */
    public void write(Path folder, LongConsumer progress) throws IOException {
        List<SafetensorsOutput.Tensor> tensors = tensors();
        Files.writeString(folder.resolve(CONFIG), config().toPrettyString() + "\n");
        try (SafetensorsOutput output = SafetensorsOutput.create(folder.resolve("model.safetensors"), tensors)) {
            long written = 0;
            for (SafetensorsOutput.Tensor tensor : tensors) {
                written = write(tensor, output, written, progress);
            }
            output.commit();
        }
    }

    private ObjectNode config() {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("model_type", "llama").put("hidden_act", "silu");
        config.put("hidden_size", shape.hiddenSize()).put("num_hidden_layers", shape.layers());
        config.put("intermediate_size", shape.intermediateSize());
        config.put("num_attention_heads", shape.heads()).put("num_key_value_heads", shape.keyValueHeads());
        config.put("head_dim", shape.headDim()).put("max_position_embeddings", shape.positions());
        config.put("vocab_size", shape.vocabulary()).put("bos_token_id", shape.bosTokenId());
        config.put("rms_norm_eps", 1e-5).put("initializer_range", STANDARD_DEVIATION);
        config.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", 10000.0);
        config.put("tie_word_embeddings", false).put("attention_bias", false).put("mlp_bias", false);
        config.put("dtype", type == TensorType.BF16 ? "bfloat16" : "float32");
        return config;
    }

    private long write(SafetensorsOutput.Tensor tensor, SafetensorsOutput output, long before, LongConsumer progress)
            throws IOException {
        boolean norm = tensor.name().endsWith("norm.weight");
        Random random = random(seed, tensor.name());
        long elements = tensor.elements();
        for (long from = 0; from < elements; from += CHUNK_ELEMENTS) {
            float[] chunk = new float[(int) Math.min(CHUNK_ELEMENTS, elements - from)];
            if (norm) {
                Arrays.fill(chunk, 1);
            } else {
                fill(chunk, STANDARD_DEVIATION, random);
            }
            output.write(chunk);
            progress.accept(before + from + chunk.length);
        }
        return before + elements;
    }

    /** A generator of its own for everything with a name, so that no tensor's numbers depend on another's size. */
    public static Random random(long seed, String name) {
        return new Random(new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE)).nextLong());
    }

    /** Normal numbers of mean 0. {@link Random} is slow but specified, so that they are the same with every Java. */
    public static void fill(float[] values, double standardDeviation, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (standardDeviation * random.nextGaussian());
        }
    }
}
