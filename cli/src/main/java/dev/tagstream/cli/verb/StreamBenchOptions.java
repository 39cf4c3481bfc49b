package dev.tagstream.cli.verb;

import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a bench that goes through Kafka: what stands behind the stream, and what it is asked. */
final class StreamBenchOptions {
    /** What stands behind the stream. */
    enum Engine {
        REAL,
        INSTANT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--engine",
            paramLabel = "real|instant",
            defaultValue = "REAL",
            description = "real, or instant: one that answers at once. Default: real.")
    Engine engine = Engine.REAL;

    @Mixin
    StreamModelOptions scored = new StreamModelOptions();

    boolean real() {
        return engine == Engine.REAL;
    }
}
