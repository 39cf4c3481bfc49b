package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Verdict;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answers of one stream task to the sinks, with the key, headers and timestamp of the request they answer: between
 * records, in a punctuation, Kafka knows none of them. To be used on the stream thread only.
 */
final class Replies {
    private final ProcessorContext<Object, Object> context;
    private final TaskLedger ledger;

    Replies(ProcessorContext<Object, Object> context, TaskLedger ledger) {
        this.context = context;
        this.ledger = ledger;
    }

    /** Answers every function of a settled request, and says beside it what candidates on trial gave. */
    void send(OpenRequest open, String modelFingerprint) {
        open.outcomes().forEach((function, outcome) -> {
            if (outcome instanceof Outcome.Scored scored) {
                Prediction prediction = Predictions.of(open, function, scored, modelFingerprint, false);
                predict(open.source(), prediction, ScreeningTopology.PREDICTIONS);
                ledger.predicted(function);
                sendShadow(open, function, scored.shadow(), modelFingerprint);
            } else if (outcome instanceof Outcome.Refused refused) {
                reject(open.source(), Rejections.ofScoring(open, function, refused, now()));
                ledger.rejected(function, refused.reason());
            }
        });
    }

    private void sendShadow(OpenRequest open, String function, @Nullable Outcome candidates, String modelFingerprint) {
        if (candidates instanceof Outcome.Scored scored) {
            Prediction prediction = Predictions.of(open, function, scored, modelFingerprint, true);
            predict(open.source(), prediction, ScreeningTopology.SHADOW_PREDICTIONS);
            ledger.shadowPredicted(function);
        } else if (candidates instanceof Outcome.Refused) {
            ledger.shadowFailed(function);
        }
    }

    /** Answers a record that intake has only now received and refused. */
    void refuse(SourceRecord source, Verdict.Rejected verdict) {
        List<RejectedRecord> records = Rejections.ofIntake(source, verdict, now());
        for (RejectedRecord record : records) {
            String function = functionOrUnreadable(record.getFunction());
            ledger.received(function);
            reject(source, record);
            ledger.rejected(function, verdict.reason());
        }
    }

    private static String functionOrUnreadable(@Nullable String function) {
        return function == null ? ScreeningCounters.UNREADABLE : function;
    }

    private void predict(SourceRecord source, Prediction prediction, String sink) {
        context.forward(
                new Record<>(prediction.getCompoundId(), prediction, source.timestamp(), source.headers()), sink);
    }

    /** The original headers stand in the record itself, bounded, and not beside it. */
    private void reject(SourceRecord source, RejectedRecord rejection) {
        context.forward(
                new Record<>(
                        RejectedRecords.boundedKey(source.key()), rejection, source.timestamp(), new RecordHeaders()),
                ScreeningTopology.REJECTED_RECORDS);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
