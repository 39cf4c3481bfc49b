package dev.tagstream.local.demo;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rounds of one function, in their order, as the trainer's verdicts have them. */
final class LearnedVersions {
    private final List<GateVerdict> rounds = new ArrayList<>();

    void add(GateVerdict verdict) {
        rounds.add(verdict);
    }

    /** The last version that was published; 0 if none was. */
    long newest() {
        return rounds.stream().mapToLong(LearnedVersions::version).max().orElse(0);
    }

    private static long version(GateVerdict verdict) {
        TagReference candidate = verdict.getCandidate();
        return verdict.getOutcome() == GateOutcome.PUBLISHED && candidate != null ? candidate.getVersion() : 0;
    }

    /** For instance {@code version 2: R2 0.412, was 0.331, on 141 held-out results; learned from 475}. */
    static String sentence(GateVerdict verdict) {
        if (version(verdict) == 0) {
            return "no new version: " + verdict.getReason();
        }
        return "version %d: R2 %s, was %s, on %,d held-out results; learned from %,d"
                .formatted(
                        version(verdict),
                        shown(r2(verdict.getCandidateMetrics())),
                        shown(r2(verdict.getCurrentMetrics())),
                        verdict.getHeldOut(),
                        verdict.getExamples());
    }

    private static String shown(@Nullable Double metric) {
        return metric == null ? "unknown" : String.format(Locale.ROOT, "%.3f", metric);
    }

    private static @Nullable Double r2(Map<String, Double> metrics) {
        return metrics.get("r2");
    }

    /** A row a round; before the first version the mean of the results is what a candidate is compared with. */
    Table table() {
        Table table = new Table(List.of(
                Column.count("round", "ROUND"),
                Column.text("outcome", "CANDIDATE"),
                Column.count("version", "VERSION"),
                Column.count("examples", "LEARNED FROM"),
                Column.count("heldOut", "HELD OUT"),
                Column.decimal("r2Before", "R2 BEFORE", 3),
                Column.decimal("r2", "R2", 3)));
        for (GateVerdict round : rounds) {
            table.row(Arrays.asList(
                    table.rows().size() + 1,
                    round.getOutcome().name().toLowerCase(Locale.ROOT),
                    version(round) == 0 ? null : version(round),
                    round.getExamples(),
                    round.getHeldOut(),
                    r2(round.getCurrentMetrics()),
                    r2(round.getCandidateMetrics())));
        }
        return table;
    }
}
