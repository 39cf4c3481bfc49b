package dev.tagstream.cli.admin;

import picocli.CommandLine.Command;

/** {@code tagstream model}: what is done with checkpoints themselves. */
@Command(
        name = "model",
        description = "Work with LLaMA checkpoints.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(export | random)",
        subcommands = {ModelExportCommand.class, ModelRandomCommand.class})
public final class ModelCommand {}
