package dev.tagstream.tags.file;

import dev.tagstream.tags.text.ShortLine;

/** A checkpoint or tag file can't be used; the message is one sentence that names the file, the place and both sides. */
public class CheckpointException extends RuntimeException {
    public CheckpointException(String message) {
        super(ShortLine.of(message));
    }

    public CheckpointException(String message, Throwable cause) {
        super(ShortLine.of(message), cause);
    }
}
