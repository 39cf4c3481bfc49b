package dev.tagstream.processor.intake;

import dev.tagstream.runtime.reject.RejectReason;

/** A check within intake failed; {@link Intake} turns it into a verdict. */
final class InvalidRequestException extends Exception {
    private final RejectReason reason;

    InvalidRequestException(RejectReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }
}
