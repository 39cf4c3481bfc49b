package dev.tagstream.common.intake;

import dev.tagstream.tags.text.ShortLine;

/** A check of a record failed; whoever takes records in turns it into a rejection. */
public final class InvalidRecordException extends Exception {
    private final RejectReason reason;

    public InvalidRecordException(RejectReason reason, String message) {
        super(ShortLine.of(message));
        this.reason = reason;
    }

    public RejectReason reason() {
        return reason;
    }
}
