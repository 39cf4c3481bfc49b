package dev.tagstream.processor.ops;

import dev.tagstream.runtime.ops.CatalogueMeter;
import dev.tagstream.runtime.ops.MeterEntry;
import dev.tagstream.runtime.ops.MeterKind;

/** What a processor counts and measures; {@code docs/metrics.md} is printed from it. All of it is of one process. */
public enum ProcessorMeter implements CatalogueMeter {
    BACKLOG(
            "tagstream.backlog",
            MeterKind.GAUGE,
            "records",
            "Requests without an answer in a partition that this process reads: lag plus pending.",
            "lane",
            "partition"),
    LAG(
            "tagstream.lag",
            MeterKind.GAUGE,
            "records",
            "Of these, requests not read yet. Absent, as the backlog is, while the brokers give no answer.",
            "lane",
            "partition"),
    PENDING(
            "tagstream.pending",
            MeterKind.GAUGE,
            "records",
            "Of these, requests read, stored and not answered; the committed lag hides them.",
            "lane",
            "partition"),
    OLDEST_AGE(
            "tagstream.oldest.age.seconds",
            MeterKind.GAUGE,
            "seconds",
            "Age by its timestamp of the first request that was read and not answered; 0 where there is none.",
            "lane",
            "partition"),
    PREDICTIONS("tagstream.predictions", MeterKind.COUNTER, "predictions", "Predictions made.", "function"),
    REJECTED(
            "tagstream.rejected",
            MeterKind.COUNTER,
            "outcomes",
            "Outcomes that are a reject, by reason; docs/reject-reasons.md has the codes.",
            "code",
            "reason"),
    UNSPELLED(
            "tagstream.molecules.unspelled",
            MeterKind.COUNTER,
            "molecules",
            "Molecules scored as they were sent, since they could not be spelled as their domain tag wants."),
    PENDING_OUTCOMES(
            "tagstream.pending.outcomes",
            MeterKind.GAUGE,
            "outcomes",
            "Predictions or rejects that are still owed for requests read.",
            "function"),
    SHADOW_PREDICTIONS(
            "tagstream.shadow.predictions",
            MeterKind.COUNTER,
            "predictions",
            "Numbers that candidates on trial gave beside predictions.",
            "function"),
    SHADOW_FAILURES(
            "tagstream.shadow.failures",
            MeterKind.COUNTER,
            "predictions",
            "Predictions beside which a candidate on trial gave no number.",
            "function"),
    QUEUE_TASKS("tagstream.queue.tasks", MeterKind.GAUGE, "tasks", "Tasks that wait for an engine."),
    QUEUE_TIME(
            "tagstream.queue.time",
            MeterKind.TIMER,
            "seconds",
            "Time the oldest task of a batch waited for an engine, once a batch."),
    BATCH_TASKS(
            "tagstream.batch.tasks",
            MeterKind.SIZES,
            "tasks",
            "Tasks in a batch, one for each pair and function.",
            "engine"),
    BATCH_TOKENS("tagstream.batch.tokens", MeterKind.SIZES, "tokens", "Tokens of data in a batch.", "engine"),
    BATCH_TOKEN_BUDGET(
            "tagstream.batch.token.budget",
            MeterKind.GAUGE,
            "tokens",
            "Tokens a batch may hold now: as configured, or less since a device ran out of memory."),
    ENGINE_TIME(
            "tagstream.engine.time",
            MeterKind.TIMER,
            "seconds",
            "Time a batch kept its engine, halves and repetitions included.",
            "engine"),
    ENGINE_ROWS(
            "tagstream.engine.rows",
            MeterKind.COUNTER,
            "rows",
            "Tokens that went through the model: encoded, those of spans that were not cached, and tail, template text and tags.",
            "engine",
            "kind"),
    ENGINE_FLOPS(
            "tagstream.engine.flops",
            MeterKind.COUNTER,
            "operations",
            "Floating-point operations of these, padding not counted; the rate over tagstream_engine_peak is the share of it.",
            "engine"),
    ENGINE_PEAK(
            "tagstream.engine.peak",
            MeterKind.GAUGE,
            "operations a second",
            "What the engine's device reached for a moment before the processor joined, with nothing but matrix products in the engine's"
                    + " type. Two engines on one CPU measure it one after the other, each with all threads.",
            "engine"),
    CACHE_HITS(
            "tagstream.span.cache.hits",
            MeterKind.COUNTER,
            "spans",
            "Spans whose keys and values were found, once a batch.",
            "engine",
            "domain"),
    CACHE_MISSES(
            "tagstream.span.cache.misses",
            MeterKind.COUNTER,
            "spans",
            "Spans that had to be encoded.",
            "engine",
            "domain"),
    CACHE_BYTES(
            "tagstream.span.cache.bytes",
            MeterKind.GAUGE,
            "bytes",
            "Memory on the device that cached keys and values take.",
            "engine",
            "domain"),
    TAG_VERSION(
            "tagstream.tag.version",
            MeterKind.GAUGE,
            "number",
            "Number of the version in use; use is domain, function or shadow.",
            "use",
            "name"),
    TAG_REFUSALS(
            "tagstream.tag.refusals",
            MeterKind.COUNTER,
            "versions",
            "Versions of a tag that arrived and could not be used.",
            "use",
            "name");

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts and a copied list
    private final MeterEntry entry;

    ProcessorMeter(String id, MeterKind kind, String unit, String doc, String... labels) {
        this.entry = new MeterEntry(id, kind, unit, doc, labels);
    }

    @Override
    public MeterEntry entry() {
        return entry;
    }
}
