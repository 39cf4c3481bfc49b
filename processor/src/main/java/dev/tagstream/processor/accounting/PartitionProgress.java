package dev.tagstream.processor.accounting;

import java.util.OptionalLong;

/**
 * What a process has of one partition of requests: read and not answered.
 *
 * <p>Assumes: one stream thread writes.
 *
 * <p>Guarantees: anybody may read at any time; two numbers read one after the other may be of two moments.
 */
public final class PartitionProgress {
    private static final long NONE = -1;

    private volatile long pending;
    private volatile long next = NONE;
    private volatile long oldest = NONE;

    /** Requests without an answer. */
    public long pending() {
        return pending;
    }

    /** Offset after the last accepted request; empty if there was none yet. */
    public OptionalLong next() {
        return known(next);
    }

    /** Timestamp of the first request without an answer, in milliseconds since 1970; empty if there is none. */
    public OptionalLong oldestTimestamp() {
        return known(oldest);
    }

    private static OptionalLong known(long value) {
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }

    void pending(long requests) {
        pending = requests;
    }

    void read(long offset) {
        next = offset + 1;
    }

    void oldestTimestamp(OptionalLong timestamp) {
        oldest = timestamp.orElse(NONE);
    }
}
