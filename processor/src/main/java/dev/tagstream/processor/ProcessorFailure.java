package dev.tagstream.processor;

import org.jspecify.annotations.Nullable;

/** The processor can't start or go on; the message is a sentence for a person. */
public class ProcessorFailure extends RuntimeException {
    ProcessorFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
