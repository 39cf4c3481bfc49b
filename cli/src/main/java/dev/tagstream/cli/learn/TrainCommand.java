package dev.tagstream.cli.learn;

import picocli.CommandLine.Command;

/** {@code tagstream train}: learns tags from files, here and now. */
@Command(
        name = "train",
        description =
                "Learn tags from files: domain tags from sequences (stage 1), function tags from labels (stages 2 and 3).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(domain | function)",
        subcommands = {TrainDomainCommand.class, TrainFunctionCommand.class})
public final class TrainCommand {}
