package dev.tagstream.trainer.topology;

import static dev.tagstream.common.intake.RejectedRecords.bounded;

import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.runtime.streams.RawSource;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.intake.ValidatedResult;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes and validates each result: what passes goes on to be learned from, what does not is answered here. */
final class ResultProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    /** Stage that rejected records name. */
    private static final String STAGE = "results";

    private final ResultIntake intake;
    private final TrainerCounters counters;

    ResultProcessor(ResultIntake intake, TrainerCounters counters) {
        this.intake = intake;
        this.counters = counters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source = RawSource.record(context(), record);
        Validation<AssayResult> validation = intake.accept(source);
        if (validation instanceof Validation.Accepted<AssayResult> accepted) {
            ValidatedResult result = ValidatedResult.of(source, accepted);
            context().forward(record.withValue(result), TrainerTopology.LEARN);
        } else if (validation instanceof Validation.Rejected<AssayResult> rejected) {
            context()
                    .forward(
                            new Record<>(
                                    RejectedRecords.boundedKey(source.key()),
                                    rejection(source, rejected),
                                    source.timestamp(),
                                    new RecordHeaders()),
                            TrainerTopology.REJECTED_RECORDS);
            counters.refused(rejected.reason());
        }
    }

    /** Without library and request, so that nobody takes it for the outcome of a request. */
    private RejectedRecord rejection(SourceRecord source, Validation.Rejected<AssayResult> rejected) {
        RejectedRecord.Builder record = RejectedRecords.begin(
                source,
                STAGE,
                rejected.reason(),
                rejected.message(),
                Instant.ofEpochMilli(context().currentSystemTimeMs()));
        AssayResult result = rejected.value();
        if (result != null) {
            record.setFunction(bounded(result.getFunction()))
                    .setCompoundId(bounded(result.getCompoundId()))
                    .setTargetId(result.getTargetId() == null ? null : bounded(result.getTargetId()));
        }
        return record.build();
    }
}
