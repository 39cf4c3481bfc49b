package dev.tagstream.client.files;

import dev.tagstream.tags.text.ShortLine;

/** A file as a whole can't be used; the message is one sentence for the person who named it. */
public final class UnusableInputException extends RuntimeException {
    public UnusableInputException(String message) {
        super(ShortLine.of(message));
    }
}
