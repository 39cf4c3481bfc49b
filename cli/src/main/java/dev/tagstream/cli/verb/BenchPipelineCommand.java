package dev.tagstream.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
            "Measure the stream: a broker and a registry of their own, requests sent first, then a processor at work.",
            "With the real engine the same pairs are scored without Kafka too, and their share says what the stream takes.",
            "With an engine that answers at once, what is left is the cost of the stream itself."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
final class BenchPipelineCommand implements Callable<Integer> {
    /** What stands behind the stream. */
    enum Engine {
        REAL,
        INSTANT
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "KIND",
            defaultValue = "REAL",
            description = "real, or instant: one that answers at once. Default: real.")
    Engine engine = Engine.REAL;

    @Option(
            names = "--workload",
            paramLabel = "KIND",
            defaultValue = "PANEL",
            description = "library: every compound against one target; panel: against all. Default: panel.")
    BenchWorkload.Kind kind = BenchWorkload.Kind.PANEL;

    @Option(names = "--compounds", paramLabel = "N", description = "The first N of the library. Default: all.")
    Optional<Integer> compounds = Optional.empty();

    @Option(
            names = "--targets",
            paramLabel = "M",
            description = "The first M targets. Default: 1 for library, all for panel.")
    Optional<Integer> targets = Optional.empty();

    @Option(
            names = "--library",
            paramLabel = "FILE",
            description = "Molecules, as `screen` reads them. Default: the example library.")
    Optional<Path> library = Optional.empty();

    @Option(names = "--targets-fasta", paramLabel = "FASTA", description = "Proteins. Default: the example targets.")
    Optional<Path> targetsFasta = Optional.empty();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            defaultValue = "BindingAffinity",
            description = "Function tag. Default: ${DEFAULT-VALUE}.")
    String function = "BindingAffinity";

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Requests answered before, so that Java has compiled what is measured. Default: as many as are measured, 20,000 at most.")
    Optional<Integer> warmUp = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting of the processor; may be repeated.")
    Map<String, String> set = new HashMap<>();

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        BenchWorkload workload = BenchWorkload.read(kind, library, targetsFasta, compounds, targets);
        try (StopSignal stop = StopSignal.install();
                DemoFolder folder = DemoFolder.create()) {
            PipelineBench bench = new PipelineBench(model, engine, function, set, terminal, stop);
            ObjectNode line = bench.run(workload, warmUp.orElse(20_000), folder.path());
            terminal.printLine(line, true);
        }
        return ExitCode.DONE;
    }
}
