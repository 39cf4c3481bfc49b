package dev.tagstream.processor.batch;

import org.jspecify.annotations.Nullable;

/** The engine takes no more work in this process: nothing is lost, and nothing but a restart helps. */
public class EngineUnavailable extends IllegalStateException {
    EngineUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
