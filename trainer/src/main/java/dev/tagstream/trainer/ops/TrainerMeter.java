package dev.tagstream.trainer.ops;

import dev.tagstream.runtime.ops.CatalogueMeter;
import dev.tagstream.runtime.ops.MeterEntry;
import dev.tagstream.runtime.ops.MeterKind;

/** What a trainer counts; {@code docs/metrics.md} is printed from it. All of it is of one process. */
public enum TrainerMeter implements CatalogueMeter {
    RESULTS(
            "tagstream.results",
            MeterKind.COUNTER,
            "results",
            "Assay results read: kept to learn from, superseded by a later measurement, or rejected.",
            "outcome"),
    REJECTED(
            "tagstream.rejected",
            MeterKind.COUNTER,
            "results",
            "Results that teach nothing, by reason; docs/reject-reasons.md has the codes.",
            "code",
            "reason"),
    BUFFER("tagstream.buffer", MeterKind.GAUGE, "results", "Results in the replay buffer.", "function"),
    ROUNDS("tagstream.rounds", MeterKind.COUNTER, "rounds", "Rounds of learning that ended so.", "outcome"),
    ROUND_STATE(
            "tagstream.round.state",
            MeterKind.GAUGE,
            "0 or 1",
            "What the learning thread is at: 1 for one state, 0 for the others.",
            "state"),
    HELD_OUT(
            "tagstream.held.out",
            MeterKind.GAUGE,
            "of the metric",
            "Metric on held-out results in the last round: of the version then in use, and of the candidate, which is named refused"
                    + " where it got no number.",
            "function",
            "version",
            "metric"),
    TAG_VERSION(
            "tagstream.tag.version",
            MeterKind.GAUGE,
            "number",
            "Number of the version in use; use is domain or function.",
            "use",
            "name"),
    TAG_REFUSALS(
            "tagstream.tag.refusals",
            MeterKind.COUNTER,
            "versions",
            "Versions of a tag that arrived and could not be used.",
            "use",
            "name"),
    LIVE_ACCURACY(
            "tagstream.live.accuracy",
            MeterKind.GAUGE,
            "of the metric",
            "How predictions compare with results that came after them, in the partitions that this process has: r2, pearson, mse, and"
                    + " within_one and within_two, the shares that differ by less than one and two standard deviations.",
            "function",
            "version",
            "use",
            "metric"),
    LIVE_PAIRS(
            "tagstream.live.pairs",
            MeterKind.GAUGE,
            "pairs",
            "Pairs of a prediction and a later result that this rests on; use is function or shadow.",
            "function",
            "version",
            "use"),
    UNREAD(
            "tagstream.unread",
            MeterKind.GAUGE,
            "records",
            "Records that this process has not fetched yet, of the topics that it learns and compares from.",
            "topic",
            "partition");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a copied list
    private final MeterEntry entry;

    TrainerMeter(String id, MeterKind kind, String unit, String doc, String... labels) {
        this.entry = new MeterEntry(id, kind, unit, doc, labels);
    }

    @Override
    public MeterEntry entry() {
        return entry;
    }
}
