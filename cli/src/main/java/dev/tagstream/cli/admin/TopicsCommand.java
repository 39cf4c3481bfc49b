package dev.tagstream.cli.admin;

import picocli.CommandLine.Command;

/** {@code tagstream topics}: makes the topics of an installation, and compares them with the catalogue. */
@Command(
        name = "topics",
        description = {
            "Make the topics that everything else needs, with the settings of docs/topics.md, and look whether they still"
                    + " are as it says."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {TopicsCreateCommand.class, TopicsDescribeCommand.class})
public final class TopicsCommand {}
