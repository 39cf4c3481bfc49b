package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.JsonFile;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.text.ShortLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A LLaMA checkpoint folder in Hugging Face layout: config.json, tokenizer.json, and model.safetensors or its shards with an
 * index. Opening checks that every tensor the architecture needs is there with its shape, and that none is left over.
 *
 * @param folder the folder
 * @param config architecture
 * @param tensors every tensor of the architecture by name
 */
public record Checkpoint(Path folder, LlamaConfig config, Map<String, TensorSlice> tensors) {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}\\.safetensors");
    /** Names of one kind in a message; a checkpoint of another architecture would list hundreds. */
    private static final int NAMES_SHOWN = 12;

    /** Opens a folder; throws {@link CheckpointException} with a sentence that names the file, the tensor and both shapes. */
    public static Checkpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(
                    "%s: no such folder; a model is a folder with config.json, tokenizer.json and %s"
                            .formatted(folder, SINGLE));
        }
        LlamaConfig config = LlamaConfig.read(folder.resolve("config.json"));
        Map<String, TensorSlice> found = Files.exists(folder.resolve(INDEX)) ? readShards(folder) : readSingle(folder);
        if (config.layers() > found.size()) {
            throw new CheckpointException("%s: config.json asks for %d layers, the files hold %d tensors in all"
                    .formatted(folder, config.layers(), found.size()));
        }
        return new Checkpoint(folder, config, match(folder, expectedShapes(config), found));
    }

    public Path tokenizerFile() {
        return folder.resolve("tokenizer.json");
    }

    private static Map<String, TensorSlice> readSingle(Path folder) {
        if (!Files.exists(folder.resolve(SINGLE)) && Files.exists(folder.resolve("pytorch_model.bin"))) {
            throw new CheckpointException(
                    "%s: holds pytorch_model.bin only; save it as %s first (safe_serialization=True)"
                            .formatted(folder, SINGLE));
        }
        return SafetensorsFile.open(folder.resolve(SINGLE)).tensors();
    }

    private static Map<String, TensorSlice> readShards(Path folder) {
        Path index = folder.resolve(INDEX);
        JsonNode weightMap = JsonFile.read(index, JsonFile.MAX_INDEX_BYTES).path("weight_map");
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new CheckpointException("%s: has no weight_map".formatted(index));
        }
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            String shard = entry.getValue().asText();
            if (!FILE_NAME.matcher(shard).matches()) {
                throw new CheckpointException(
                        "%s: tensor %s is said to be in \"%s\", which is not a file name in this folder"
                                .formatted(index, ShortLine.value(entry.getKey()), ShortLine.value(shard)));
            }
            SafetensorsFile file = shards.computeIfAbsent(shard, name -> SafetensorsFile.open(folder.resolve(name)));
            tensors.put(entry.getKey(), file.tensor(entry.getKey()));
        }
        return tensors;
    }

    /** Name and shape of every tensor of the architecture, in the order of the forward pass. */
    public static Map<String, List<Long>> expectedShapes(LlamaConfig config) {
        long d = config.hiddenSize();
        long attention = config.attentionWidth();
        long keyValue = config.keyValueWidth();
        long mlp = config.intermediateSize();
        long vocabulary = config.vocabularySize();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", List.of(vocabulary, d));
        for (int i = 0; i < config.layers(); i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "input_layernorm.weight", List.of(d));
            linear(shapes, layer + "self_attn.q_proj", attention, d, config.attentionBias());
            linear(shapes, layer + "self_attn.k_proj", keyValue, d, config.attentionBias());
            linear(shapes, layer + "self_attn.v_proj", keyValue, d, config.attentionBias());
            linear(shapes, layer + "self_attn.o_proj", d, attention, config.attentionBias());
            shapes.put(layer + "post_attention_layernorm.weight", List.of(d));
            linear(shapes, layer + "mlp.gate_proj", mlp, d, config.mlpBias());
            linear(shapes, layer + "mlp.up_proj", mlp, d, config.mlpBias());
            linear(shapes, layer + "mlp.down_proj", d, mlp, config.mlpBias());
        }
        shapes.put("model.norm.weight", List.of(d));
        if (!config.tiedEmbeddings()) {
            shapes.put("lm_head.weight", List.of(vocabulary, d));
        }
        return shapes;
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", List.of(out, in));
        if (bias) {
            shapes.put(name + ".bias", List.of(out));
        }
    }

    private static Map<String, TensorSlice> match(
            Path folder, Map<String, List<Long>> expected, Map<String, TensorSlice> found) {
        TreeSet<String> missing = new TreeSet<>(expected.keySet());
        missing.removeAll(found.keySet());
        TreeSet<String> unused = new TreeSet<>(found.keySet());
        unused.removeAll(expected.keySet());
        unused.removeIf(Checkpoint::carriesNothing);
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            problems.add("missing tensors " + some(missing));
        }
        if (!unused.isEmpty()) {
            problems.add("tensors this architecture does not use " + some(unused));
        }
        Map<String, TensorSlice> matched = new LinkedHashMap<>();
        expected.forEach((name, shape) -> {
            TensorSlice slice = found.get(name);
            if (slice != null && !slice.shape().equals(shape)) {
                problems.add("%s in %s has shape %s, config.json asks for %s"
                        .formatted(name, slice.file().getFileName(), slice.shape(), shape));
            } else if (slice != null && !slice.type().isFloatingPoint()) {
                problems.add("%s in %s has dtype %s, not a floating-point one"
                        .formatted(name, slice.file().getFileName(), slice.type()));
            } else if (slice != null) {
                matched.put(name, slice);
            }
        });
        if (!problems.isEmpty()) {
            throw new CheckpointException(
                    "%s: does not fit its config.json: %s".formatted(folder, String.join("; ", problems)));
        }
        return matched;
    }

    private static String some(TreeSet<String> names) {
        String shown = String.join(", ", names.stream().limit(NAMES_SHOWN).toList());
        return names.size() <= NAMES_SHOWN ? shown : shown + " and %d more".formatted(names.size() - NAMES_SHOWN);
    }

    /** Old checkpoints store the rotary frequencies, and tied ones sometimes the output matrix: both follow from the rest. */
    private static boolean carriesNothing(String name) {
        return name.endsWith(".rotary_emb.inv_freq") || name.equals("lm_head.weight");
    }
}
