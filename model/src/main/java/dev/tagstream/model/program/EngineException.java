package dev.tagstream.model.program;

/** A batch failed in the engine; a smaller one, or another, may still succeed. */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
