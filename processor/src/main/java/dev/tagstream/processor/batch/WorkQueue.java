package dev.tagstream.processor.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Tasks that wait for the engine, oldest first, bounded by number and by tokens.
 *
 * <p>Assumes: many threads offer, one takes.
 *
 * <p>Guarantees: a request's tasks enter together or not at all; a waiting offer is woken when something is taken; work
 * whose mailbox was closed is dropped rather than taken; after {@link #close} nothing enters and nobody waits.
 */
final class WorkQueue {
    private record Entry(Submission submission, long sinceNanos) {}

    private final QueueBounds bounds;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition roomier = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private int tokens;
    private int wakeAt; // tokens that whoever awaits a batch has to be woken at
    private boolean closed;

    WorkQueue(QueueBounds bounds, LongSupplier nanoClock) {
        this.bounds = bounds;
        this.nanoClock = nanoClock;
    }

    /** Whether all of {@code request} entered; waits for room no longer than {@code patience}. */
    boolean offer(List<Submission> request, Duration patience) throws InterruptedException {
        int more = request.stream().mapToInt(Submission::tokens).sum();
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && !bounds.admit(entries.size(), tokens, request.size(), more)) {
                if (left <= 0) {
                    return false;
                }
                left = roomier.awaitNanos(left);
            }
            if (closed) {
                return false;
            }
            long now = nanoClock.getAsLong();
            request.forEach(submission -> entries.add(new Entry(submission, now)));
            tokens += more;
            if (tokens >= wakeAt) { // not for each arrival: waking the engine thread costs more than all the rest here
                arrived.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch, or nothing if none is due. */
    List<Submission> takeDue(BatchPolicy policy) {
        lock.lock();
        try {
            dropAbandoned();
            return !entries.isEmpty() && delay(policy).isZero() ? take(policy) : List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a batch is due or the queue is closed. */
    void awaitDue(BatchPolicy policy) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (entries.isEmpty() || !delay(policy).isZero())) {
                if (entries.isEmpty()) {
                    wakeAt = 1;
                    arrived.await();
                } else {
                    wakeAt = policy.maxTokens();
                    arrived.await(delay(policy).toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more enter, forgets what waits, and wakes everybody. */
    void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
            tokens = 0;
            arrived.signalAll();
            roomier.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private Duration delay(BatchPolicy policy) {
        long age = nanoClock.getAsLong() - entries.element().sinceNanos();
        return policy.delay(tokens, Duration.ofNanos(age));
    }

    private List<Submission> take(BatchPolicy policy) {
        List<Submission> batch = new ArrayList<>();
        int taken = 0;
        while (!entries.isEmpty() && policy.takes(entries.element().submission().tokens(), taken)) {
            Submission next = remove();
            batch.add(next);
            taken += next.tokens();
            dropAbandoned();
        }
        return batch;
    }

    /** Drops from the head what nobody waits for any more. */
    private void dropAbandoned() {
        while (!entries.isEmpty() && entries.element().submission().replyTo().isClosed()) {
            remove();
        }
    }

    private Submission remove() {
        Submission head = entries.remove().submission();
        tokens -= head.tokens();
        roomier.signalAll();
        return head;
    }
}
