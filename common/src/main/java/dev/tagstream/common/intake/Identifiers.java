package dev.tagstream.common.intake;

import org.jspecify.annotations.Nullable;

/** Names that senders choose: there, and of bounded length. */
public final class Identifiers {
    private Identifiers() {}

    public static void checkPresent(String field, String text) throws InvalidRecordException {
        if (text.isBlank()) {
            throw new InvalidRecordException(RejectReason.MISSING_FIELD, field + " is blank");
        }
    }

    public static void checkLength(String field, @Nullable String id, int limit) throws InvalidRecordException {
        if (id != null && id.length() > limit) {
            throw new InvalidRecordException(
                    RejectReason.ID_TOO_LONG,
                    "%s has %,d characters, allowed are %,d".formatted(field, id.length(), limit));
        }
    }
}
