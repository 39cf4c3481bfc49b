package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The JSON files of a checkpoint: an input that speaks of a weight_map is its index, any other its config.json. */
public final class CheckpointDoor implements Door {
    private static final byte[] CONFIG = Door.bytes("""
            {"model_type":"llama","hidden_act":"silu","hidden_size":4,"num_attention_heads":2,"num_key_value_heads":1,
            "head_dim":2,"num_hidden_layers":1,"intermediate_size":3,"vocab_size":5,"rms_norm_eps":1e-05,
            "max_position_embeddings":64,"tie_word_embeddings":true,"bos_token_id":1,"attention_bias":false,
            "rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,
            "original_max_position_embeddings":8192},"rope_theta":500000.0}""");
    private static final byte[] OTHER = Door.bytes("""
            {"hidden_size":4,"num_attention_heads":2,"num_key_value_heads":1,"head_dim":2,"num_hidden_layers":1,
            "intermediate_size":3,"vocab_size":5,"tie_word_embeddings":true,"bos_token_id":[1,2],
            "rope_parameters":{"rope_theta":10000.0,"rope_type":"linear","factor":2}}""");

    private final Path folder = Files.createTempDirectory("fuzz");
    private final byte[] index;

    public CheckpointDoor() throws IOException {
        Files.write(folder.resolve("config.json"), CONFIG);
        LlamaConfig shape = LlamaConfig.read(folder.resolve("config.json"));
        StringBuilder header = new StringBuilder("{");
        StringBuilder map = new StringBuilder("{\"metadata\":{\"total_size\":1},\"weight_map\":{");
        int[] at = {0};
        Checkpoint.expectedShapes(shape).forEach((name, dimensions) -> {
            int bytes = 4 * dimensions.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
            header.append(at[0] == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(name, dimensions, at[0], at[0] + bytes));
            map.append(at[0] == 0 ? "" : ",").append("\"%s\":\"model.safetensors\"".formatted(name));
            at[0] += bytes;
        });
        Files.write(folder.resolve("model.safetensors"), SafetensorsDoor.file(header + "}", at[0]));
        index = Door.bytes(map + "}}");
    }

    @Override
    public Answer take(byte[] input) throws IOException {
        boolean isIndex = new String(input, java.nio.charset.StandardCharsets.ISO_8859_1).contains("weight_map");
        Path indexFile = folder.resolve("model.safetensors.index.json");
        Files.deleteIfExists(indexFile);
        Files.write(folder.resolve("config.json"), isIndex ? CONFIG : input);
        if (isIndex) {
            Files.write(indexFile, input);
        }
        try {
            Checkpoint checkpoint = Checkpoint.open(folder);
            checkpoint.config().rotary().frequencies();
            Fingerprint.ofModel(checkpoint);
            return Answer.accepted();
        } catch (CheckpointException e) {
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return List.of(CONFIG, OTHER, index);
    }

    @Override
    public List<byte[]> words() {
        return Door.texts(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                ",",
                "null",
                "true",
                "1e400",
                "-1",
                "0.5",
                "2147483647",
                "\"llama\"",
                "\"gelu\"",
                "\"hidden_size\":",
                "\"head_dim\":",
                "\"rope_scaling\":",
                "\"rope_parameters\":",
                "\"rope_type\":",
                "\"yarn\"",
                "\"weight_map\":",
                "\"model.safetensors\"",
                "\"../x.safetensors\"",
                "\"x\\u0000.safetensors\"",
                "\"\\ud800.safetensors\"",
                "\"\u00e9.safetensors\"",
                "\"quantization_config\":{}",
                "\\u0000");
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        String config = new String(CONFIG, java.nio.charset.StandardCharsets.UTF_8);
        return Map.of(
                new Hostile("brackets a million deep", Answer.REFUSED),
                Door.bytes("[".repeat(1_000_000)),
                new Hostile("a file of 16 MB", Answer.REFUSED),
                Door.bytes(config + " ".repeat(16 << 20)),
                new Hostile("an activation of a million letters", Answer.REFUSED),
                Door.bytes(config.replace("silu", "s".repeat(1_000_000))),
                new Hostile("a number of 100,000 digits", Answer.REFUSED),
                Door.bytes(config.replace("\"vocab_size\":5", "\"vocab_size\":" + "5".repeat(100_000))),
                new Hostile("a shard in a file with half a character for a name", Answer.REFUSED),
                Door.bytes("{\"weight_map\":{\"a\":\"\\ud800.safetensors\"}}"),
                new Hostile("a shard with a name of a million letters", Answer.REFUSED),
                Door.bytes("{\"weight_map\":{\"a\":\"" + "x".repeat(1_000_000) + ".safetensors\"}}"),
                new Hostile("a head as wide as an int", Answer.REFUSED),
                Door.bytes(config.replace("\"head_dim\":2", "\"head_dim\":1000000000")));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
