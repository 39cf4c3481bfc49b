package dev.tagstream.cli.verb;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the processors of a bench score with. */
final class StreamModelOptions {
    @Option(
            names = "--function",
            paramLabel = "NAME",
            defaultValue = "BindingAffinity",
            description = "Function tag to score with. Default: ${DEFAULT-VALUE}.")
    String function = "BindingAffinity";

    @Mixin
    ModelOptions model;
}
