package dev.tagstream.cli.verb;

import org.jspecify.annotations.Nullable;

/** The work of a verb can't be done; the message is a sentence or two for the person who asked for it, with the remedy. */
public final class VerbFailedException extends RuntimeException {
    VerbFailedException(String message) {
        super(message);
    }

    VerbFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
