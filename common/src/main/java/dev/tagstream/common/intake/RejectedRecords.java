package dev.tagstream.common.intake;

import dev.tagstream.schemas.RecordHeader;
import dev.tagstream.schemas.RejectedRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Begins the records that say why another was not used, with enough of the original to repair and send it again. */
public final class RejectedRecords {
    static final int MAX_KEY_BYTES = 1024;
    static final int MAX_VALUE_BYTES = 64 * 1024;
    static final int MAX_HEADER_BYTES = 8 * 1024;
    static final int MAX_TEXT = 1000;

    private RejectedRecords() {}

    /**
     * With everything but identifiers, which have to be bounded as well.
     *
     * @param stage where it was refused, for instance {@code intake}
     */
    public static RejectedRecord.Builder begin(
            SourceRecord source, String stage, RejectReason reason, String message, Instant now) {
        byte[] value = source.value();
        return RejectedRecord.newBuilder()
                .setStage(stage)
                .setCode(reason.code())
                .setReason(reason.name())
                .setMessage(bounded(message))
                .setSource(source.coordinates())
                .setKey(bounded(source.key(), MAX_KEY_BYTES))
                .setValue(bounded(value, MAX_VALUE_BYTES))
                .setValueLength(value == null ? -1 : value.length)
                .setHeaders(headers(source))
                .setRejectedAt(now);
    }

    /** The first headers that fit together into the bound. */
    private static List<RecordHeader> headers(SourceRecord source) {
        List<RecordHeader> headers = new ArrayList<>();
        int left = MAX_HEADER_BYTES;
        for (Header header : source.headers()) {
            left -= header.key().length() + (header.value() == null ? 0 : header.value().length);
            if (left < 0) {
                break;
            }
            headers.add(new RecordHeader(header.key(), bounded(header.value(), MAX_HEADER_BYTES)));
        }
        return headers;
    }

    /** The key a rejected record travels under. */
    public static byte @Nullable [] boundedKey(byte @Nullable [] key) {
        return key == null || key.length <= MAX_KEY_BYTES ? key : Arrays.copyOf(key, MAX_KEY_BYTES);
    }

    /** As much of a text as a rejected record takes. */
    public static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static @Nullable ByteBuffer bounded(byte @Nullable [] bytes, int bound) {
        return bytes == null ? null : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, bound));
    }
}
