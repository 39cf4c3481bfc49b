package dev.tagstream.cli.bench;

import picocli.CommandLine.Command;

/** {@code tagstream bench}: measures this installation on this machine, one JSON line a run. */
@Command(
        name = "bench",
        description = "Measure this installation on this machine; each run prints one line of JSON.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = BenchEngineCommand.class)
public final class BenchCommand {}
