package dev.tagstream.model.program;

import java.util.Locale;

/** Tells libtorch's out-of-memory errors, which arrive as text only, from all others. */
final class EngineFailures {
    private static final int MESSAGE_LINES = 3;

    private EngineFailures() {}

    static EngineException of(String method, RuntimeException cause) {
        String message = String.valueOf(cause.getMessage());
        String summary = message.lines()
                .limit(MESSAGE_LINES)
                .reduce((a, b) -> a + " " + b.strip())
                .orElse("");
        String lower = message.toLowerCase(Locale.ROOT);
        boolean memory = lower.contains("out of memory")
                || lower.contains("not enough memory")
                || lower.contains("can't allocate memory");
        String sentence = "the engine's %s failed: %s".formatted(method, summary);
        return memory ? new DeviceMemoryException(sentence, cause) : new EngineException(sentence, cause);
    }
}
