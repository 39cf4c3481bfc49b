package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.tags.file.SafetensorsWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of a golden checkpoint in a temporary folder, to be spoilt a little. */
public record CheckpointFolder(Path path) {
    public static final String PLAIN = "llama-mha-f32";
    public static final String SHARDED = "llama-gqa-bf16-sharded-tied";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EXPECTATIONS = List.of("expected", "tagged");

    /** Copies the checkpoint of a golden case, without what is expected of it. */
    public static CheckpointFolder copyOf(String goldenCase, Path target) throws IOException {
        try (Stream<Path> files = Files.list(golden(goldenCase))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (EXPECTATIONS.stream().noneMatch(name::startsWith)) {
                    Files.copy(file, target.resolve(name));
                }
            }
        }
        return new CheckpointFolder(target);
    }

    public static Path golden(String goldenCase) {
        try {
            return Path.of(
                    CheckpointFolder.class.getResource("/golden/" + goldenCase).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public Path model() {
        return file("model.safetensors");
    }

    public CheckpointFolder editConfig(Consumer<ObjectNode> edit) throws IOException {
        return editJson("config.json", edit);
    }

    public CheckpointFolder editJson(String name, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(Files.readString(file(name)));
        edit.accept(json);
        Files.writeString(file(name), json.toString());
        return this;
    }

    public CheckpointFolder editTensors(Consumer<SafetensorsWriter> edit) {
        SafetensorsWriter writer = SafetensorsWriter.copyOf(model());
        edit.accept(writer);
        writer.write(model());
        return this;
    }
}
