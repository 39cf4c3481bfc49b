package dev.tagstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** How much of what the libraries log reaches a person: a client verb says itself, in a sentence, what is wrong. */
public final class LibraryLogs {
    private static final List<String> LIBRARIES =
            List.of("org.apache.kafka", "io.confluent", "kafka", "state.change.logger");

    private LibraryLogs() {}

    /** For verbs that end: nothing. */
    public static void silence() {
        set(Level.OFF);
    }

    /** For verbs that stay up: errors, and more where more was asked for. */
    public static void errorsOnly() {
        for (String library : LIBRARIES) {
            if (LoggerFactory.getLogger(library) instanceof Logger logger && logger.getLevel() == Level.OFF) {
                logger.setLevel(Level.ERROR);
            }
        }
    }

    /** For whoever looks for a fault. */
    public static void all() {
        set(Level.INFO);
    }

    private static void set(Level level) {
        for (String library : LIBRARIES) {
            if (LoggerFactory.getLogger(library) instanceof Logger logger) {
                logger.setLevel(level);
            }
        }
    }
}
