package dev.tagstream.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.model.checkpoint.CheckpointException;
import dev.tagstream.model.checkpoint.JsonFile;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model must know of its tokenizer.json.
 *
 * @param size rows its embedding needs: the largest token id and one
 * @param bosTokenId the token that starts a text
 */
public record Vocabulary(int size, int bosTokenId) {
    /** As LLaMA 1 and 2 spell it, then LLaMA 3. */
    private static final List<String> BOS = List.of("<s>", "<|begin_of_text|>");

    /** Reads the tokens of a tokenizer.json; throws {@link CheckpointException} naming the file if it has none. */
    public static Vocabulary read(Path file) {
        JsonNode json = JsonFile.read(file);
        int size = 0;
        int bos = -1;
        for (var token : json.path("model").path("vocab").properties()) {
            size = Math.max(size, token.getValue().asInt() + 1);
            bos = BOS.contains(token.getKey()) ? token.getValue().asInt() : bos;
        }
        for (JsonNode token : json.path("added_tokens")) {
            size = Math.max(size, token.path("id").asInt() + 1);
            bos = BOS.contains(token.path("content").asText())
                    ? token.path("id").asInt()
                    : bos;
        }
        if (bos < 0) {
            throw new CheckpointException(
                    "%s: no token %s, and a prompt starts with one".formatted(file, String.join(" or ", BOS)));
        }
        return new Vocabulary(size, bos);
    }
}
