package dev.tagstream.client.feedback;

import dev.tagstream.client.files.RowReason;

/** A row can't be used; the message says why and what to do, without the file and the line. */
public final class RefusedRowException extends Exception {
    private final RowReason reason;

    public RefusedRowException(RowReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RowReason reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
