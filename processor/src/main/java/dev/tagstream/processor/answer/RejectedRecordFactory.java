package dev.tagstream.processor.answer;

import static dev.tagstream.common.intake.RejectedRecords.bounded;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the records that say why there is no prediction. */
final class RejectedRecordFactory {
    private RejectedRecordFactory() {}

    /** One record for each function asked for; one without a function where none can be read, or far too many. */
    static List<RejectedRecord> ofIntake(
            SourceRecord source, Validation.Rejected<ScreeningRequest> rejected, Instant now) {
        RejectedRecord.Builder record = withIds(
                RejectedRecords.begin(source, "intake", rejected.reason(), rejected.message(), now), rejected.value());
        ScreeningRequest request = rejected.value();
        if (request == null
                || request.getFunctions().isEmpty()
                || request.getFunctions().size() > IntakeLimits.FUNCTIONS) { // whatever else is wrong with it
            return List.of(record.build());
        }
        return request.getFunctions().stream()
                .distinct()
                .map(function -> record.setFunction(bounded(function)).build())
                .toList();
    }

    static RejectedRecord ofScoring(ValidatedRequest validated, String function, Outcome.Refused refused, Instant now) {
        return withIds(
                        RejectedRecords.begin(validated.source(), "score", refused.reason(), refused.message(), now),
                        validated.request())
                .setFunction(bounded(function))
                .build();
    }

    private static RejectedRecord.Builder withIds(RejectedRecord.Builder record, @Nullable ScreeningRequest request) {
        return request == null
                ? record
                : record.setRequestId(bounded(request.getRequestId()))
                        .setLibraryId(bounded(request.getLibraryId()))
                        .setCompoundId(bounded(request.getCompoundId()))
                        .setTargetId(request.getTargetId() == null ? null : bounded(request.getTargetId()));
    }
}
