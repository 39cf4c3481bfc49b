package dev.tagstream.processor.intake;

import dev.tagstream.runtime.reject.RejectReason;
import dev.tagstream.schemas.ScreeningRequest;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

public final class Intake {
    private final Deserializer<ScreeningRequest> des;

    public Intake(Deserializer<ScreeningRequest> des) {
        this.des = des;
    }

    public Verdict accept(SourceRecord record) {
        if (record.value() == null) {
            return new Verdict.Rejected(RejectReason.TOMBSTONE, "the record has no value", null);
        }
        try {
            ScreeningRequest r = des.deserialize(record.topic(), record.value());
            return new Verdict.Accepted(r, r.getSmiles());
        } catch (SerializationException e) {
            return new Verdict.Rejected(RejectReason.UNDECODABLE, "not a request", null);
        }
    }
}
