package dev.tagstream.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.JsonFile;
import dev.tagstream.tags.text.ShortLine;
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
        JsonNode json = JsonFile.read(file, JsonFile.MAX_TOKENIZER_BYTES);
        int size = 0;
        int bos = -1;
        for (var token : json.path("model").path("vocab").properties()) {
            int id = id(file, token.getKey(), token.getValue());
            size = Math.max(size, id + 1);
            bos = BOS.contains(token.getKey()) ? id : bos;
        }
        for (JsonNode token : json.path("added_tokens")) {
            String content = token.path("content").asText();
            int id = id(file, content, token.path("id"));
            size = Math.max(size, id + 1);
            bos = BOS.contains(content) ? id : bos;
        }
        if (bos < 0) {
            throw new CheckpointException(
                    "%s: no token %s, and a prompt starts with one".formatted(file, String.join(" or ", BOS)));
        }
        return new Vocabulary(size, bos);
    }

    private static int id(Path file, String token, JsonNode id) {
        if (!id.isInt() || id.intValue() < 0 || id.intValue() >= LlamaConfig.MAX_VOCABULARY) {
            throw new CheckpointException("%s: token \"%s\" has the id %s, not a whole number below %,d"
                    .formatted(file, ShortLine.value(token), ShortLine.value(id), LlamaConfig.MAX_VOCABULARY));
        }
        return id.intValue();
    }
}
