package dev.tagstream.cli.bench;

import dev.tagstream.client.TagstreamException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a bench that works through one workload, and may do so again. */
public final class BenchWorkload {
    @Option(
            names = "--workload",
            paramLabel = "KIND",
            required = true,
            description = {
                "library: one target, many compounds; panel: every compound against every target;",
                "and of the bare engine alone, pairs: unrelated pairs; spans: as pairs, but their spans are only encoded."
            })
    public PairPlan.Kind kind;

    @Mixin
    public BenchInputs inputs;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "1", description = "Runs. Default: ${DEFAULT-VALUE}.")
    public int repeat = 1;

    /** Throws {@link TagstreamException} unless there is something to run. */
    public void check() {
        requirePositive("--repeat", repeat);
        inputs.residues.ifPresent(count -> requirePositive("--residues", count));
    }

    public static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new TagstreamException("%s is %d, and must be at least 1.".formatted(option, value));
        }
    }
}
