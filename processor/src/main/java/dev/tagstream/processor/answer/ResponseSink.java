package dev.tagstream.processor.answer;

import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.accounting.TaskMetrics;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answers of one stream task to the sinks, with the key, headers and timestamp of the request they answer: between
 * records, in a punctuation, Kafka knows none of them. To be used on the stream thread only.
 */
public final class ResponseSink {
    /** Names of the sinks. */
    public static final String PREDICTIONS = "predictions";

    public static final String SHADOW_PREDICTIONS = "shadow-predictions";
    public static final String REJECTED_RECORDS = "rejected-records";

    private final ProcessorContext<Object, Object> context;

    public ResponseSink(ProcessorContext<Object, Object> context) {
        this.context = context;
    }

    /** Answers every function of a request, and says beside it what candidates on trial gave. */
    public void send(RequestOutcomes outcomes, String modelFingerprint, TaskMetrics metrics) {
        ValidatedRequest request = outcomes.request();
        outcomes.byFunction().forEach((function, outcome) -> {
            if (outcome instanceof Outcome.Scored scored) {
                predict(request, Predictions.of(request, function, scored, modelFingerprint, false), PREDICTIONS);
                metrics.predicted(function);
                sendShadow(request, function, scored.shadow(), modelFingerprint, metrics);
            } else if (outcome instanceof Outcome.Refused refused) {
                reject(request.source(), RejectedRecordFactory.ofScoring(request, function, refused, now()));
                metrics.rejected(function, refused.reason());
            }
        });
    }

    private void sendShadow(
            ValidatedRequest request,
            String function,
            @Nullable Outcome candidates,
            String modelFingerprint,
            TaskMetrics metrics) {
        if (candidates instanceof Outcome.Scored scored) {
            predict(request, Predictions.of(request, function, scored, modelFingerprint, true), SHADOW_PREDICTIONS);
            metrics.shadowPredicted(function);
        } else if (candidates instanceof Outcome.Refused) {
            metrics.shadowFailed(function);
        }
    }

    /** Answers a record that intake refused. */
    public void refuse(
            SourceRecord source, Validation.Rejected<ScreeningRequest> rejected, ScreeningCounters counters) {
        for (RejectedRecord record : RejectedRecordFactory.ofIntake(source, rejected, now())) {
            reject(source, record);
            counters.refused(
                    Objects.requireNonNullElse(record.getFunction(), ScreeningCounters.UNREADABLE), rejected.reason());
        }
    }

    private void predict(ValidatedRequest request, Prediction prediction, String sink) {
        SourceRecord source = request.source();
        context.forward(
                new Record<>(prediction.getCompoundId(), prediction, source.timestamp(), source.headers()), sink);
    }

    /** The original headers stand in the record itself, bounded, and not beside it. */
    private void reject(SourceRecord source, RejectedRecord rejection) {
        context.forward(
                new Record<>(
                        RejectedRecords.boundedKey(source.key()), rejection, source.timestamp(), new RecordHeaders()),
                REJECTED_RECORDS);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
