package dev.tagstream.cli.verb;

import picocli.CommandLine.Command;

/** {@code tagstream bench}: measures this installation on this machine, one JSON line a run. */
@Command(
        name = "bench",
        description = "Measure this installation on this machine; each run prints one line of JSON.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            BenchEngineCommand.class,
            BenchPipelineCommand.class,
            BenchProcessorCommand.class,
            BenchQualityCommand.class,
            BenchTrainingCommand.class,
            BenchSwapCommand.class,
            BenchLoopCommand.class,
            BenchSoakCommand.class
        })
final class BenchCommand {}
