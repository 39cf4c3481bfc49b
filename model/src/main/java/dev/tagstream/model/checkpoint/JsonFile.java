package dev.tagstream.model.checkpoint;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a JSON file of a checkpoint or tag folder. */
public final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /** The file's value; throws {@link CheckpointException} naming the file and, where it is not JSON, line and column. */
    public static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new CheckpointException(
                    "%s: not JSON: line %d, column %d: %s"
                            .formatted(file, at.getLineNr(), at.getColumnNr(), withoutMarkers(e.getOriginalMessage())),
                    e);
        } catch (CharacterCodingException e) {
            throw new CheckpointException("%s: not JSON: it is not UTF-8 text".formatted(file), e);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new CheckpointException("%s: can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Jackson adds in brackets where an unclosed value began, with words about its own settings. */
    private static String withoutMarkers(String message) {
        int at = message.indexOf(" (start marker at");
        return at < 0 ? message : message.substring(0, at);
    }
}
