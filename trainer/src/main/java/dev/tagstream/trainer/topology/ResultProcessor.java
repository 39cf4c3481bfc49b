package dev.tagstream.trainer.topology;

import static dev.tagstream.common.intake.RejectedRecords.bounded;

import dev.tagstream.common.intake.RejectedRecords;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.intake.ResultVerdict;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes and validates each result: what passes goes on to be learned from, what does not is answered here. */
final class ResultProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    /** Stage that rejected records name. */
    private static final String STAGE = "results";

    private final ResultIntake intake;
    private final TrainerCounters counters;

    ResultProcessor(TrainerServices services) {
        this.intake = services.intakes().get();
        this.counters = services.counters();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        SourceRecord source = sourceRecord(record);
        ResultVerdict verdict = intake.accept(source);
        if (verdict instanceof ResultVerdict.Accepted accepted) {
            context().forward(record.withValue(new Taken(source, accepted)), TrainerTopology.LEARN);
        } else if (verdict instanceof ResultVerdict.Rejected rejected) {
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
    private RejectedRecord rejection(SourceRecord source, ResultVerdict.Rejected rejected) {
        RejectedRecord.Builder record = RejectedRecords.begin(
                source,
                STAGE,
                rejected.reason(),
                rejected.message(),
                Instant.ofEpochMilli(context().currentSystemTimeMs()));
        AssayResult result = rejected.result();
        if (result != null) {
            record.setFunction(bounded(result.getFunction()))
                    .setCompoundId(bounded(result.getCompoundId()))
                    .setTargetId(result.getTargetId() == null ? null : bounded(result.getTargetId()));
        }
        return record.build();
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
