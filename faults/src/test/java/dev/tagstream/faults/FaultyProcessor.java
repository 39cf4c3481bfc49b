package dev.tagstream.faults;

import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.streams.ShutdownSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The processor as {@code ProcessorMain} runs it, but with the fake scorer, so that loads of hundreds of thousands fit on two cores:
 * arguments are a file of settings, a file that says what the engine's trouble is, and one that is made once it has its partitions.
 */
final class FaultyProcessor {
    private static final Duration LONGEST_START = Duration.ofMinutes(4);

    private FaultyProcessor() {}

    public static void main(String[] arguments) throws InterruptedException {
        Settings settings = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.file(Path.of(arguments[0]))));
        FakeScorer scorer = new FakeScorer().forgettingBatches().breakingOn(EngineTrouble::breaksOn);
        EngineTrouble.follow(Path.of(arguments[1]), scorer);
        boolean well;
        try (ShutdownSignal signal = new ShutdownSignal();
                ScreeningProcessor processor = new ScreeningProcessor(settings, scorer)) {
            signal.closes(processor::close);
            processor.start();
            announce(processor, Path.of(arguments[2]));
            well = processor.awaitEnd() || signal.received();
        }
        if (!well) {
            System.exit(1);
        }
    }

    private static void announce(ScreeningProcessor processor, Path file) {
        Thread announcer = new Thread(
                () -> {
                    processor.awaitRunning(LONGEST_START);
                    try {
                        Files.createFile(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "announcer");
        announcer.setDaemon(true);
        announcer.start();
    }
}
