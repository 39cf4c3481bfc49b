package dev.tagstream.common.intake;

import dev.tagstream.schemas.SourceCoordinates;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
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
    /**
     * That key, value and headers are not too large together. Brokers bound records as compressed, producers as they are: a
     * large one can be read, but not stored or passed on.
     */
    public void checkSize(int maxBytes) throws InvalidRecordException {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += header.key().length() + length(header.value());
        }
        if (bytes > maxBytes) {
            throw new InvalidRecordException(
                    RejectReason.RECORD_TOO_LARGE,
                    "key, value and headers take %,d bytes, allowed are %,d".formatted(bytes, maxBytes));
        }
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

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
