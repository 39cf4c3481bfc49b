package dev.tagstream.client.screening;

import dev.tagstream.client.TextPool;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.SourceCoordinates;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one function asked of one request. */
public sealed interface Outcome {
    /** Null in a rejection that is for every function of its request. */
    @Nullable String function();

    int partition();

    /** Of the request, in its partition: two outcomes of one offset are a fault, two offsets a request sent twice. */
    long offset();

    Instant at();

    /** A number. Texts that repeat from one prediction to the next are shared, as a library has millions of them. */
    record Predicted(
            String requestId,
            String compoundId,
            @Nullable String targetId,
            String function,
            double value,
            String unit,
            @Nullable Double standardDeviation,
            @Nullable String canonicalSmiles,
            long tagVersion,
            String model,
            int tokens,
            boolean truncated,
            int partition,
            long offset,
            Instant submittedAt,
            Instant at)
            implements Outcome {
        static Predicted of(Prediction prediction, TextPool pool) {
            SourceCoordinates source = prediction.getSource();
            String target = prediction.getTargetId();
            return new Predicted(
                    prediction.getRequestId(),
                    pool.shared(prediction.getCompoundId()),
                    target == null ? null : pool.shared(target),
                    pool.shared(prediction.getFunction()),
                    prediction.getValue(),
                    pool.shared(prediction.getUnit()),
                    prediction.getStandardDeviation(),
                    prediction.getCanonicalSmiles(),
                    prediction.getFunctionTag().getVersion(),
                    pool.shared(prediction.getModelFingerprint()),
                    prediction.getTokenCount(),
                    prediction.getTruncated(),
                    source.getPartition(),
                    source.getOffset(),
                    prediction.getSubmittedAt(),
                    prediction.getScoredAt());
        }
    }

    /** A refusal. */
    record Rejected(
            @Nullable String function,
            int partition,
            long offset,
            Instant at,
            String reason,
            String message,
            String compoundId)
            implements Outcome {
        static Rejected of(RejectedRecord record, TextPool pool) {
            String function = record.getFunction();
            String compound = record.getCompoundId();
            return new Rejected(
                    function == null ? null : pool.shared(function),
                    record.getSource().getPartition(),
                    record.getSource().getOffset(),
                    record.getRejectedAt(),
                    pool.shared(record.getReason()),
                    record.getMessage(),
                    compound == null ? "" : pool.shared(compound));
        }
    }
}
