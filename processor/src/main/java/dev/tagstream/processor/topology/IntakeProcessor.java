package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.InvalidRecordException;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Verdict;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes and validates each record: what passes goes on to be scored, what does not is answered here. */
final class IntakeProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    private final Intake intake;
    private final ScreeningCounters counters;
    private final int maxRecordBytes;

    IntakeProcessor(ScreeningServices services) {
        this.intake = services.intakes().get();
        this.counters = services.counters();
        this.maxRecordBytes = services.maxRecordBytes();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source = sourceRecord(record);
        Verdict verdict = judge(source);
        if (verdict instanceof Verdict.Accepted accepted) {
            context().forward(record.withValue(new Admitted(source, accepted)), ScreeningTopology.SCORE);
        } else if (verdict instanceof Verdict.Rejected rejected) {
            replies(context()).refuse(source, rejected);
        }
    }

    private Verdict judge(SourceRecord source) {
        try {
            source.checkSize(maxRecordBytes);
            return intake.accept(source);
        } catch (InvalidRecordException e) {
            return new Verdict.Rejected(e.reason(), String.valueOf(e.getMessage()), null);
        }
    }

    private Replies replies(ProcessorContext<Object, Object> context) {
        return new Replies(context, new TaskLedger(counters));
    }

    private SourceRecord sourceRecord(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        return new SourceRecord(
                place.topic(),
                place.partition(),
                place.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }
}
