package dev.tagstream.cli.local;

import org.jspecify.annotations.Nullable;

/** The local stack cannot run; the message is one sentence for the user that names the place and the remedy. */
public final class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
