package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.InvalidRecordException;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.answer.ResponseSink;
import dev.tagstream.runtime.streams.RawSource;
import dev.tagstream.schemas.ScreeningRequest;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes and validates each record: what passes goes on to be scored, what does not is answered here. */
final class IntakeProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    private final Intake intake;
    private final int maxRecordBytes;
    private final ScreeningCounters counters;

    IntakeProcessor(Intake intake, int maxRecordBytes, ScreeningCounters counters) {
        this.intake = intake;
        this.maxRecordBytes = maxRecordBytes;
        this.counters = counters;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source = RawSource.record(context(), record);
        Validation<ScreeningRequest> validation = validate(source);
        if (validation instanceof Validation.Accepted<ScreeningRequest> accepted) {
            ValidatedRequest request = ValidatedRequest.of(source, accepted);
            context().forward(record.withValue(request), ScreeningTopology.SCORE);
        } else if (validation instanceof Validation.Rejected<ScreeningRequest> rejected) {
            new ResponseSink(context()).refuse(source, rejected, counters);
        }
    }

    private Validation<ScreeningRequest> validate(SourceRecord source) {
        try {
            source.checkSize(maxRecordBytes);
            return intake.accept(source);
        } catch (InvalidRecordException e) {
            return Validation.rejected(e, null);
        }
    }
}
