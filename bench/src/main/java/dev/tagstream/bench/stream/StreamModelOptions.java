package dev.tagstream.bench.stream;

import dev.tagstream.cli.options.ModelOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the processors of a bench score with. */
public final class StreamModelOptions {
    @Option(
            names = "--function",
            paramLabel = "NAME",
            defaultValue = "BindingAffinity",
            description = "Function tag to score with. Default: ${DEFAULT-VALUE}.")
    public String function = "BindingAffinity";

    @Mixin
    public ModelOptions model;
}
