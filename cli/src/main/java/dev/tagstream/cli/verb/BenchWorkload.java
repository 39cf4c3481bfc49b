package dev.tagstream.cli.verb;

import dev.tagstream.cli.bench.PairPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a bench that works through one workload, and may do so again. */
final class BenchWorkload {
    @Option(
            names = "--workload",
            paramLabel = "KIND",
            required = true,
            description = {
                "library: one target, many compounds; panel: every compound against every target;",
                "and of the bare engine alone, pairs: unrelated pairs; spans: as pairs, but their spans are only encoded."
            })
    PairPlan.Kind kind;

    @Mixin
    BenchInputs inputs;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "1", description = "Runs. Default: ${DEFAULT-VALUE}.")
    int repeat = 1;

    /** Throws {@link VerbFailedException} unless there is something to run. */
    void check() {
        requirePositive("--repeat", repeat);
        inputs.residues.ifPresent(count -> requirePositive("--residues", count));
    }

    static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new VerbFailedException("%s is %d, and must be at least 1.".formatted(option, value));
        }
    }
}
