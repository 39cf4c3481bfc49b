package dev.tagstream.schemas;

import dev.tagstream.schemas.TopicSpec.Timestamps;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The topics of one installation: their names under a common prefix, and their settings. */
public final class Topics {
    /** Largest record batch of an ordinary topic: 1 MiB, Kafka's own default with its overhead. */
    private static final int ORDINARY_BYTES = 1_048_588;

    /** Room for an ensemble of 16 members with 10 rows of 8192 float32 and a head each (5.8 MB). */
    private static final int TAG_BYTES = 8 * 1024 * 1024;

    private static final int DEFAULT_PARTITIONS = 12;
    private static final Pattern LEGAL_PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,200}");

    private final String prefix;

    private Topics(String prefix) {
        this.prefix = prefix;
    }

    /**
     * @param prefix put before every name as it is, for instance {@code acme.}; may be empty
     * @throws IllegalArgumentException with a sentence for a person if it can't stand in a topic's name
     */
    public static Topics withPrefix(String prefix) {
        if (!LEGAL_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "topic prefix \"%s\" can't stand in a topic's name: use at most 200 letters, digits, '.', '_' and '-'"
                            .formatted(prefix));
        }
        return new Topics(prefix);
    }

    public TopicSpec screeningRequests() {
        return requests(
                "screening-requests",
                "Pairs to score. Kept a week: a processor may be down over a weekend, and a library can be scored again after"
                        + " a repair; the sender still has the library itself. The timestamp is the sender's, so that the age"
                        + " of waiting requests can be told.");
    }

    public TopicSpec interactiveRequests() {
        return requests(
                "interactive-requests",
                "Pairs that somebody waits for: few, and scored before those of screening-requests. Kept and timed as these.");
    }

    private TopicSpec requests(String name, String doc) {
        return new TopicSpec(
                prefix + name,
                KeyFormat.STRING,
                "compoundId",
                ScreeningRequest.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                Duration.ofDays(7),
                Timestamps.SENDER,
                ORDINARY_BYTES,
                doc);
    }

    /** Where requests of a lane are. */
    public TopicSpec requests(RequestLane lane) {
        return switch (lane) {
            case INTERACTIVE -> interactiveRequests();
            case BULK -> screeningRequests();
        };
    }

    public TopicSpec predictions() {
        return new TopicSpec(
                prefix + "predictions",
                KeyFormat.STRING,
                "compoundId",
                Prediction.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                Duration.ofDays(90),
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "One number for each request and function. Kept a quarter of a year, for as long as a campaign is read. The"
                        + " timestamp is the broker's, because a processor passes on the request's and retention would"
                        + " delete the predictions of replayed requests at once.");
    }

    public TopicSpec rejectedRecords() {
        return new TopicSpec(
                prefix + "rejected-records",
                KeyFormat.BYTES,
                "the original key",
                RejectedRecord.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                Duration.ofDays(90),
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "Outcomes that are not predictions, with a permanent reason code and the original record. Kept as long as"
                        + " predictions, so that the two together account for every request; the timestamp is the broker's"
                        + " for the same reason as there.");
    }

    public TopicSpec assayResults() {
        return new TopicSpec(
                prefix + "assay-results",
                KeyFormat.STRING,
                "function",
                AssayResult.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                null,
                Timestamps.SENDER,
                ORDINARY_BYTES,
                "Measured values that come back from the laboratory. Kept forever: they are few, they cost the most, and"
                        + " every tag can be learned again from them.");
    }

    public TopicSpec domainTags() {
        return tags(
                "domain-tags",
                "Domain tags in use, the last version of each name. Compacted, so that a starting processor reads each once;"
                        + " a record without a value withdraws its tag. One partition, so that versions have one order.");
    }

    public TopicSpec functionTags() {
        return tags(
                "function-tags",
                "Function tags in use, the last version of each name. Compacted and in one partition, like domain-tags.");
    }

    public TopicSpec shadowTags() {
        return tags(
                "shadow-tags",
                "Candidates that are scored beside the function tag in use, one for each function. Compacted and in one"
                        + " partition, like function-tags; a record without a value ends the trial.");
    }

    public TopicSpec shadowPredictions() {
        return new TopicSpec(
                prefix + "shadow-predictions",
                KeyFormat.STRING,
                "compoundId",
                Prediction.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                Duration.ofDays(90),
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "Numbers of the candidates on trial, apart from predictions so that nobody takes them for results. Kept as"
                        + " long, to be compared with what the laboratory measures.");
    }

    public TopicSpec functions() {
        return new TopicSpec(
                prefix + "functions",
                KeyFormat.STRING,
                "name",
                FunctionDeclaration.class,
                1,
                true,
                true,
                null,
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "What people decided about functions: unit, template, whether the tag may change. Compacted; one partition, so"
                        + " that decisions have one order.");
    }

    public TopicSpec gateVerdicts() {
        return new TopicSpec(
                prefix + "gate-verdicts",
                KeyFormat.STRING,
                "function",
                GateVerdict.class,
                1,
                true,
                false,
                null,
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "How every round of learning ended, refused candidates included. Kept forever, like the history of versions.");
    }

    public TopicSpec acceptedResults() {
        return new TopicSpec(
                prefix + "accepted-results",
                KeyFormat.STRING,
                "compoundId",
                AssayResult.class,
                DEFAULT_PARTITIONS,
                false,
                false,
                Duration.ofDays(90),
                Timestamps.SENDER,
                ORDINARY_BYTES,
                "Results again that the trainer took in as the first of their pair, by compound and with the canonical SMILES,"
                        + " so that they meet the predictions made before: it needs as many partitions as these, and is kept as long."
                        + " The timestamp is that of the result.");
    }

    public TopicSpec liveAccuracy() {
        return new TopicSpec(
                prefix + "live-accuracy",
                KeyFormat.STRING,
                "function@version/partition",
                LiveAccuracy.class,
                1,
                true,
                true,
                null,
                Timestamps.BROKER,
                ORDINARY_BYTES,
                "How the predictions of each version compare with results that came later. Compacted: a record replaces the one"
                        + " before it of its partition, and the sums over the partitions are a version's figures.");
    }

    private TopicSpec tags(String name, String doc) {
        return new TopicSpec(
                prefix + name,
                KeyFormat.STRING,
                "name",
                TagVersion.class,
                1,
                true,
                true,
                null,
                Timestamps.BROKER,
                TAG_BYTES,
                doc);
    }

    public TopicSpec tagHistory() {
        return new TopicSpec(
                prefix + "tag-history",
                KeyFormat.STRING,
                "name@version",
                TagVersion.class,
                1,
                true,
                false,
                null,
                Timestamps.BROKER,
                TAG_BYTES,
                "Every tag version ever published, for rollback and audit: any prediction names versions that stand here."
                        + " Kept forever.");
    }

    /** Topics whose records meet by their keys when predictions are compared with results: they need the same number of partitions. */
    public List<TopicSpec> meetingPredictions() {
        return List.of(predictions(), shadowPredictions(), acceptedResults());
    }

    /** All of them, in the order data passes through. */
    public List<TopicSpec> all() {
        return List.of(
                screeningRequests(),
                interactiveRequests(),
                predictions(),
                rejectedRecords(),
                assayResults(),
                domainTags(),
                functionTags(),
                tagHistory(),
                functions(),
                gateVerdicts(),
                shadowTags(),
                shadowPredictions(),
                acceptedResults(),
                liveAccuracy());
    }

    /** The catalogue as a page for people, {@code docs/topics.md}. */
    public String markdown() {
        return TopicPage.of(all());
    }
}
