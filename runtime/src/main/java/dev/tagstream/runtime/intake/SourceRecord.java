package dev.tagstream.runtime.intake;

import dev.tagstream.schemas.SourceCoordinates;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, with its coordinates: enough to reject it long after its context is gone.
 *
 * @param timestamp milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {
    /** Where it was read, as records of ours say it. */
    public SourceCoordinates coordinates() {
        return SourceCoordinates.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .setTimestamp(Instant.ofEpochMilli(timestamp))
                .build();
    }
}
