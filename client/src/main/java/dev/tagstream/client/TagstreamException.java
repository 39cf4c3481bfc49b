package dev.tagstream.client;

import org.jspecify.annotations.Nullable;

/** The work of a verb can't be done; the message is a sentence or two for the person who asked for it, with the remedy. */
public final class TagstreamException extends RuntimeException {
    public TagstreamException(String message) {
        super(message);
    }

    public TagstreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
