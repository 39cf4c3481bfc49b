package dev.tagstream.bench.soak;

import dev.tagstream.bench.stream.ProcessorSettingOptions;
import dev.tagstream.bench.stream.StreamModelOptions;
import dev.tagstream.cli.DurationConverter;
import dev.tagstream.cli.bench.BenchInputs;
import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.BenchWorkload;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.schemas.RequestLane;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench soak}: whether a processor that works for hours stays as it was. */
@Command(
        name = "soak",
        description = {
            "Keep more requests before a processor than it may hold, for an hour or longer, on a broker and a registry of its own:"
                    + " compounds of the library again and again under new names, each against all targets; and now and then a single molecule.",
            "Prints a line on standard error for each look at its memory, threads, open files and pending requests, and one line of"
                    + " JSON at the end: outcomes, latency from submission to prediction, and how each figure went. It fails if a"
                    + " request has no outcome or two, if more was pending than may be, or if after a warm-up of a sixth of the"
                    + " time a figure grew; trends are judged from 20 minutes on."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench soak --for 30m"})
public final class BenchSoakCommand implements Callable<Integer> {
    private static final int TIMES_THE_QUEUE = 2;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60m",
            description = "How long requests are sent, such as 30s, 10m or 2h. Default: ${DEFAULT-VALUE}.")
    Duration length = Duration.ofHours(1);

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Time between two lines. Default: ${DEFAULT-VALUE}.")
    Duration every = Duration.ofSeconds(10);

    @Option(
            names = "--waiting",
            paramLabel = "N",
            description =
                    "Requests that wait for their outcome all the time. Default: twice the processor's queue.max.records.")
    Optional<Integer> waiting = Optional.empty();

    @Option(
            names = "--single-every",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Time between two single molecules, each against one target. Default: ${DEFAULT-VALUE}.")
    Duration singleEvery = Duration.ofSeconds(2);

    @Option(
            names = "--single-lane",
            paramLabel = "interactive|bulk",
            defaultValue = "INTERACTIVE",
            description = "The lane by which these go. Default: interactive.")
    RequestLane singleLane = RequestLane.INTERACTIVE;

    @Mixin
    BenchInputs inputs;

    @Mixin
    StreamModelOptions scored;

    @Mixin
    ProcessorSettingOptions settings;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        LibraryLogs.errorsOnly();
        BenchTexts texts = inputs.meeting(PairPlan.Kind.PANEL, inputs.read());
        try (StopSignal stop = StopSignal.install();
                DemoFolder folder = DemoFolder.create();
                SoakSite site = SoakSite.start(folder.path(), scored.model, settings.set, terminal)) {
            int queue = ProcessorSettings.queueBounds(site.settings()).maxRecords();
            int wanted = waiting.orElse(TIMES_THE_QUEUE * queue);
            BenchWorkload.requirePositive("--waiting", wanted);
            try (SoakBench bench = new SoakBench(
                    site,
                    texts,
                    scored.function,
                    wanted,
                    new SoakBench.Singles(singleLane, singleEvery),
                    every,
                    terminal,
                    stop::raised)) {
                SoakRun run = bench.run(length);
                terminal.printLine(run.json(scored.model), true);
                run.faults().forEach(terminal::note);
                return run.faults().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }
}
