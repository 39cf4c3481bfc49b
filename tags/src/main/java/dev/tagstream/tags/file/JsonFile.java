package dev.tagstream.tags.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a JSON file of a checkpoint or tag folder, of bounded size and depth. */
public final class JsonFile {
    /** Bytes of a config.json or tags.json; they have some kB. */
    public static final long MAX_BYTES = 1L << 20;

    /** Bytes of a checkpoint's index; that of the largest LLaMA has 100 kB. */
    public static final long MAX_INDEX_BYTES = 16L << 20;

    /** Bytes of a tokenizer.json; LLaMA 3 has 9 MB, the largest known 35 MB. */
    public static final long MAX_TOKENIZER_BYTES = 64L << 20;

    /** Objects and lists within each other; a tokenizer.json has ten. */
    public static final int MAX_DEPTH = 100;

    private static final ObjectMapper JSON = mapper(MAX_DEPTH);

    private JsonFile() {}

    static JsonMapper mapper(int depth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .build())
                        .build())
                .build();
    }

    /** The file's value; throws {@link CheckpointException} naming the file and, where it is not JSON, line and column. */
    public static JsonNode read(Path file) {
        return read(file, MAX_BYTES);
    }

    /** A file that may be so large. */
    public static JsonNode read(Path file, long maxBytes) {
        try {
            if (Files.size(file) > maxBytes) {
                throw new CheckpointException(
                        "%s: has %,d bytes, allowed are %,d".formatted(file, Files.size(file), maxBytes));
            }
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    "%s: not JSON: %s%s"
                            .formatted(file, place(e.getLocation()), withoutMarkers(e.getOriginalMessage())),
                    e);
        } catch (CharacterCodingException e) {
            throw new CheckpointException("%s: not JSON: it is not UTF-8 text".formatted(file), e);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new CheckpointException("%s: can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Jackson does not say where where a limit is passed. */
    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** Jackson adds in brackets where an unclosed value began, with words about its own settings. */
    private static String withoutMarkers(String message) {
        int at = message.indexOf(" (start marker at");
        return at < 0 ? message : message.substring(0, at);
    }
}
