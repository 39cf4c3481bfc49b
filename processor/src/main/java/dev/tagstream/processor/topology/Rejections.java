package dev.tagstream.processor.topology;

import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.processor.intake.SourceRecord;
import dev.tagstream.processor.intake.Verdict;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.runtime.reject.RejectReason;
import dev.tagstream.schemas.RecordHeader;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes the records that say why there is no prediction, with enough of the original to repair and send it again. */
final class Rejections {
    static final int MAX_KEY_BYTES = 1024;
    static final int MAX_VALUE_BYTES = 64 * 1024;
    static final int MAX_HEADER_BYTES = 8 * 1024;
    static final int MAX_TEXT = 1000;

    private Rejections() {}

    /** One record for each function asked for; one without a function where none can be read, or far too many. */
    static List<RejectedRecord> ofIntake(SourceRecord source, Verdict.Rejected verdict, Instant now) {
        RejectedRecord.Builder record = builder(source, verdict.request(), now)
                .setStage("intake")
                .setCode(verdict.reason().code())
                .setReason(verdict.reason().name())
                .setMessage(bounded(verdict.message()));
        ScreeningRequest request = verdict.request();
        if (request == null
                || request.getFunctions().isEmpty()
                || verdict.reason() == RejectReason.TOO_MANY_FUNCTIONS) {
            return List.of(record.build());
        }
        return request.getFunctions().stream()
                .distinct()
                .map(function -> record.setFunction(bounded(function)).build())
                .toList();
    }

    static RejectedRecord ofScoring(OpenRequest open, String function, Outcome.Refused refused, Instant now) {
        return builder(open.source(), open.request(), now)
                .setStage("score")
                .setCode(refused.reason().code())
                .setReason(refused.reason().name())
                .setMessage(bounded(refused.message()))
                .setFunction(bounded(function))
                .build();
    }

    private static RejectedRecord.Builder builder(
            SourceRecord source, @Nullable ScreeningRequest request, Instant now) {
        byte[] value = source.value();
        RejectedRecord.Builder record = RejectedRecord.newBuilder()
                .setSource(PendingRequests.coordinates(source))
                .setKey(bounded(source.key(), MAX_KEY_BYTES))
                .setValue(bounded(value, MAX_VALUE_BYTES))
                .setValueLength(value == null ? -1 : value.length)
                .setHeaders(headers(source))
                .setRejectedAt(now);
        return request == null
                ? record
                : record.setRequestId(bounded(request.getRequestId()))
                        .setLibraryId(bounded(request.getLibraryId()))
                        .setCompoundId(bounded(request.getCompoundId()))
                        .setTargetId(request.getTargetId() == null ? null : bounded(request.getTargetId()));
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

    static byte @Nullable [] boundedKey(byte @Nullable [] key) {
        return key == null || key.length <= MAX_KEY_BYTES ? key : Arrays.copyOf(key, MAX_KEY_BYTES);
    }

    private static @Nullable ByteBuffer bounded(byte @Nullable [] bytes, int bound) {
        return bytes == null ? null : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, bound));
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
