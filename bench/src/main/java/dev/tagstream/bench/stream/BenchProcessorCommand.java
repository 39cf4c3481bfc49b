package dev.tagstream.bench.stream;

import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.processor.ProcessorMain;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagstream bench processor}: a processor whose engine takes a fixed time, to measure how several share a load. */
@Command(
        name = "processor",
        description = {
            "Run a processor until Ctrl-C or SIGTERM whose engine does not compute: each pair takes a fixed time and gets an"
                    + " arbitrary number. So several on one machine share a load as they would with a device each.",
            "Its numbers look like real ones, so it works only on topics with a prefix."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench processor --topic-prefix scaling. --pair-time 5ms"})
public final class BenchProcessorCommand implements Callable<Integer> {
    private static final String REAL_REQUESTS =
            Topics.withPrefix("").screeningRequests().name();

    @Option(
            names = "--pair-time",
            paramLabel = "DURATION",
            defaultValue = "5ms",
            description = "What the engine takes for each pair. Default: ${DEFAULT-VALUE}.")
    Duration pairTime = Duration.ofMillis(5);

    @Mixin
    ServiceOptions options;

    @Override
    public Integer call() throws InterruptedException {
        LibraryLogs.errorsOnly();
        Settings settings = ProcessorSettings.CATALOGUE.resolve(options.sources());
        if (REAL_REQUESTS.equals(
                KafkaSettings.topics(settings).screeningRequests().name())) {
            throw new TagstreamException(
                    "Its numbers are arbitrary: give it topics of its own, with --topic-prefix, not those that people read.");
        }
        return ProcessorMain.run(settings, engine -> new FixedTimeScorer(engine, pairTime))
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }
}
