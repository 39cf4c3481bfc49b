package dev.tagstream.processor.batch;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where the engine leaves the outcomes for one stream task.
 *
 * <p>Assumes: one owner, the stream thread of the task, polls and closes; the engine thread delivers.
 *
 * <p>Guarantees: neither side ever waits; outcomes come out in the order of delivery; once closed, nothing comes out any
 * more, and queued work that would answer here is skipped.
 */
public final class Mailbox {
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** The next outcome, if one has arrived. */
    public Optional<Delivery> poll() {
        return closed ? Optional.empty() : Optional.ofNullable(deliveries.poll());
    }

    public void close() {
        closed = true;
        deliveries.clear();
    }

    public boolean isClosed() {
        return closed;
    }

    void deliver(Delivery delivery) {
        if (!closed) {
            deliveries.add(delivery);
        }
    }
}
