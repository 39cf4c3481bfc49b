package dev.tagstream.bench.stream;

import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a bench that goes through Kafka: what stands behind the stream, and what it is asked. */
public final class StreamBenchOptions {
    /** What stands behind the stream. */
    public enum Engine {
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
    public Engine engine = Engine.REAL;

    @Mixin
    public StreamModelOptions scored = new StreamModelOptions();

    public boolean real() {
        return engine == Engine.REAL;
    }
}
