package dev.tagstream.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tokenizer of a checkpoint, from its tokenizer.json. Text is tokenised as it stands: no start token, no space in front,
 * nothing cut; the same in every stage of learning and at serving time. May be called from any thread.
 */
public final class Tokenizer implements AutoCloseable {
    private static final int NO_TOKEN = -1;

    private final HuggingFaceTokenizer tokenizer;
    private final String fingerprint;
    private final int unknownId;

    private Tokenizer(HuggingFaceTokenizer tokenizer, String fingerprint, int unknownId) {
        this.tokenizer = tokenizer;
        this.fingerprint = fingerprint;
        this.unknownId = unknownId;
    }

    /** Reads a tokenizer.json; throws {@link CheckpointException} naming the file. */
    public static Tokenizer open(Path file) {
        System.setProperty("ai.djl.offline", "true");
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    "%s: no such file; a tokenizer.model alone must be converted to tokenizer.json first"
                            .formatted(file));
        }
        JsonNode json = JsonFile.read(file, JsonFile.MAX_TOKENIZER_BYTES);
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            return new Tokenizer(tokenizer, Fingerprint.ofFile(file), unknownId(json));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException("%s: not a tokenizer: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static int unknownId(JsonNode json) {
        JsonNode model = json.path("model");
        String unknown = model.path("unk_token").asText("");
        return model.path("vocab").path(unknown).asInt(NO_TOKEN);
    }

    /** SHA-256 of the tokenizer.json. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Token ids of {@code text}.
     *
     * @throws UntokenizableTextException if a character has no token
     */
    public int[] ids(String text) {
        long[] ids = encode(text);
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == unknownId) {
                throw unknown(text, i);
            }
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    /** By the library's own hand, since an {@link Encoding} fetches ten arrays, strings of all tokens among them, for one. */
    private long[] encode(String text) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
        try {
            return TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    private UntokenizableTextException unknown(String text, int token) {
        CharSpan span = tokenizer.encode(text, false, false).getCharTokenSpans()[token];
        int codePoint = text.codePointAt(Math.min(text.offsetByCodePoints(0, span.getStart()), text.length() - 1));
        return new UntokenizableTextException("the tokenizer has no token for character %s (U+%04X) at position %d"
                .formatted(Character.toString(codePoint), codePoint, span.getStart() + 1));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
