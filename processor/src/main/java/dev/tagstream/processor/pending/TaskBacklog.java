package dev.tagstream.processor.pending;

import dev.tagstream.common.intake.ValidatedRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Accepted requests that the engine's queue had no room for yet, in the order of their offsets. Only the first is held as a
 * whole; of the others the line knows the offset, and their bytes stay in the store. Owned by one stream thread.
 */
public final class TaskBacklog {
    private final Deque<Long> offsets = new ArrayDeque<>();
    private @Nullable ValidatedRequest first;

    /** Joins a request that has to be read from the store when its turn comes. */
    public void join(long offset) {
        offsets.add(offset);
    }

    /** Joins a request at hand; kept whole only if nobody waits before it. */
    public void join(ValidatedRequest request) {
        if (offsets.isEmpty()) {
            first = request;
        }
        offsets.add(request.source().offset());
    }

    /**
     * The request whose turn it is.
     *
     * @param reload reads one from the store; empty if it was answered on the spot, and the next one has its turn
     */
    public Optional<ValidatedRequest> first(LongFunction<Optional<ValidatedRequest>> reload) {
        while (first == null && !offsets.isEmpty()) {
            first = reload.apply(offsets.element()).orElse(null);
            if (first == null) {
                offsets.remove();
            }
        }
        return Optional.ofNullable(first);
    }

    /** The request whose turn it is, if it is at hand. */
    public Optional<ValidatedRequest> atHand() {
        return Optional.ofNullable(first);
    }

    public void removeFirst() {
        offsets.remove();
        first = null;
    }

    public boolean isEmpty() {
        return offsets.isEmpty();
    }
}
