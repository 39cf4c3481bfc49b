package dev.tagstream.runtime.streams;

import org.jspecify.annotations.Nullable;

/** A service can't start or go on; the message is a sentence for a person. */
public class ServiceFailure extends RuntimeException {
    public ServiceFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
