package dev.tagstream.bench.stream;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.BenchWorkload;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.local.LocalStackOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench pipeline}: what the way through Kafka costs. */
@Command(
        name = "pipeline",
        description = {
            "Measure the way through Kafka: requests are sent first, then a processor works them off, exactly once and with"
                    + " all checks, on a broker and a registry of its own. Each run prints one line of JSON.",
            "With the real engine, the bare engine runs before and after; with the instant one, which answers at once, what"
                    + " is left is the cost of the stream."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench pipeline --workload library --engine instant"})
public final class BenchPipelineCommand implements Callable<Integer> {
    /** Enough for the stream alone to work for seconds. */
    private static final long INSTANT_REQUESTS = 100_000;

    /** Java compiles what a stream runs through for longer than an engine needs to warm up. */
    private static final int INSTANT_WARM_UP = 3;

    @Spec
    CommandSpec spec;

    @Mixin
    BenchWorkload workload;

    @Mixin
    StreamBenchOptions stream;

    @Option(
            names = "--passes",
            paramLabel = "P",
            description =
                    "Send the workload so often in a run, instant engine only. Default: so that there are 100,000 requests.")
    Optional<Integer> passes = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "R",
            description = "Runs that are not measured, before the first. Default: 1, and 3 for the instant engine.")
    Optional<Integer> warmUp = Optional.empty();

    @Mixin
    ProcessorSettingOptions settings;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        LibraryLogs.errorsOnly();
        workload.check();
        int rehearsals = warmUp.orElse(stream.real() ? 1 : INSTANT_WARM_UP);
        PipelineLoad load = load();
        try (StopSignal stop = StopSignal.install();
                DemoFolder folder = DemoFolder.create();
                PipelineBench bench = PipelineBench.start(
                        LocalStackOptions.onFreePorts(folder.path()).withBrokerApart(),
                        stream.scored.model,
                        settings.set,
                        terminal)) {
            for (int run = 1 - Math.max(0, rehearsals); run <= workload.repeat; run++) {
                PipelineRun done = bench.run(load, stream.real(), run, stop::raised);
                if (run > 0) {
                    PipelineLine line = new PipelineLine(load, stream.engine, stream.scored.model.folder(), run, done);
                    terminal.note(line.sentence());
                    terminal.printLine(line.json(), true);
                }
            }
        }
        return ExitCode.DONE;
    }

    private PipelineLoad load() throws IOException {
        if (workload.kind.unrelated()) {
            throw new TagstreamException(
                    "A stream is measured with --workload library or panel, not %s.".formatted(workload.kind));
        }
        BenchTexts texts = workload.inputs.meeting(workload.kind, workload.inputs.read());
        return new PipelineLoad(workload.kind, texts, stream.scored.function, passes(texts));
    }

    private int passes(BenchTexts texts) {
        if (stream.real() && passes.orElse(1) != 1) {
            throw new TagstreamException(
                    "--passes is for --engine instant: a real engine would meet its own cached work again.");
        }
        long pairs = (long) texts.compounds().size() * texts.targets().size();
        long enough = stream.real() ? 1 : (INSTANT_REQUESTS + pairs - 1) / pairs;
        return passes.orElse(Math.toIntExact(enough));
    }
}
