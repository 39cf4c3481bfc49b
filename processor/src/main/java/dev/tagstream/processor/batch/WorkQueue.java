package dev.tagstream.processor.batch;

import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for engines, bounded by number and by tokens over all of a lane. Each engine has its queue, oldest first; one that is
 * idle and whose queue is empty takes from the longest queue of an engine that is busy.
 *
 * <p>A batch is taken when it is full, or when the engine is idle and the oldest task has waited long enough: while an engine works,
 * what is not full goes on filling. At most {@value #IN_FLIGHT} batches of an engine are out at a time, one that is scored and one that
 * is prepared meanwhile.
 *
 * <p>When more waits than fits, interactive tasks go first. Where they left little room in {@value #MAX_PASSES} batches in a row, the
 * next batch is made up as if nobody had precedence, so that neither lane waits for long on account of the other. After them, tasks that
 * share a span with the oldest go before others, but a task is passed over by {@value #MAX_PASSES} batches at most before it goes in its
 * turn.
 *
 * <p>Assumes: many threads offer, one for each engine takes.
 *
 * <p>Guarantees: a request's tasks enter together or not at all; a waiting offer is woken when something is taken; work whose mailbox
 * was closed is dropped rather than taken; after {@link #close} nothing enters and nobody waits.
 */
public final class WorkQueue {
    static final int MAX_PASSES = 4;

    private static final int IN_FLIGHT = 2;

    private final QueueBounds bounds;
    private final LongSupplier nanoClock;
    private final BatchListener listener;
    private final Rendezvous rendezvous;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomier = lock.newCondition();
    private final List<EngineQueue> queues;
    private final Map<RequestLane, Waiting> waiting = new EnumMap<>(RequestLane.class); // over all queues; complete
    private boolean closed;

    /** One waiting task; compared by identity, since equal ones may wait. */
    private static final class Entry {
        private final Submission submission;
        private final long sinceNanos;
        private final long batchesBefore; // taken from the queue until it came

        private Entry(Submission submission, long sinceNanos, long batchesBefore) {
            this.submission = submission;
            this.sinceNanos = sinceNanos;
            this.batchesBefore = batchesBefore;
        }

        private boolean isInteractive() {
            return submission.lane() == RequestLane.INTERACTIVE;
        }
    }

    /** How much of a lane waits. */
    private static final class Waiting {
        private int tasks;
        private long tokens;

        private void count(Submission submission, int sign) {
            tasks += sign;
            tokens += sign * (long) submission.tokens();
        }
    }

    /** One engine's share. */
    private static final class EngineQueue {
        private final ArrayDeque<Entry> entries = new ArrayDeque<>();
        private final BatchSizeTracker load = new BatchSizeTracker();
        private final Condition changed;
        private long batches; // taken from here
        private int interactiveInARow; // the last batches, mostly of interactive tasks while others waited
        private int inFlight; // batches of this queue's engine, wherever they were taken
        private @Nullable BatchBudget awaiting; // of the engine, while it waits for a batch

        private EngineQueue(Condition changed) {
            this.changed = changed;
        }

        private boolean isIdle() {
            return inFlight == 0;
        }
    }

    public WorkQueue(QueueBounds bounds, int engines, LongSupplier nanoClock) {
        this(bounds, engines, nanoClock, BatchListener.SILENT);
    }

    /** @param listener told of each batch that is taken, under the queue's lock */
    public WorkQueue(QueueBounds bounds, int engines, LongSupplier nanoClock, BatchListener listener) {
        this.bounds = bounds;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.rendezvous = new Rendezvous(engines);
        this.queues = Stream.generate(() -> new EngineQueue(lock.newCondition()))
                .limit(engines)
                .toList();
        for (RequestLane lane : RequestLane.values()) {
            waiting.put(lane, new Waiting());
        }
    }

    /** Whether all of {@code request}, which is of one lane, entered; waits for room no longer than {@code patience}. */
    public boolean offer(List<Submission> request, Duration patience) throws InterruptedException {
        if (request.isEmpty()) {
            return true;
        }
        RequestLane lane = request.get(0).lane();
        long more = request.stream().mapToLong(Submission::tokens).sum();
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && !hasRoom(lane, request.size(), more)) {
                if (left <= 0) {
                    return false;
                }
                left = roomier.awaitNanos(left);
            }
            if (closed) {
                return false;
            }
            long now = nanoClock.getAsLong();
            request.forEach(submission -> enter(submission, now));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(RequestLane lane, int tasks, long tokens) {
        Waiting already = waiting(lane);
        return bounds.admit(lane, already.tasks, already.tokens, tasks, tokens);
    }

    private void enter(Submission submission, long now) {
        EngineQueue queue = queues.get(rendezvous.engineOf(submission.task()));
        queue.entries.add(new Entry(submission, now, queue.batches));
        queue.load.add(submission);
        waiting(submission.lane()).count(submission, 1);
        BatchBudget budget = queue.awaiting;
        if (budget == null) { // its planner will look by itself
            wakeHelpers(queue);
        } else if (queue.entries.size() == 1 || budget.isFull(queue.load.amount())) {
            wake(queue); // not for each arrival: that costs more than all the rest here
            wakeHelpers(queue);
        }
    }

    private static void wake(EngineQueue queue) {
        if (queue.inFlight < IN_FLIGHT) {
            queue.changed.signal();
        }
    }

    /** Wakes idle engines that may have to take over from a busy one; they tell for themselves when. */
    private void wakeHelpers(EngineQueue busy) {
        for (EngineQueue helper : queues) {
            if (mayHelp(helper, busy) && helper.awaiting != null && helper.entries.isEmpty() && helper.isIdle()) {
                helper.changed.signal();
            }
        }
    }

    /** The next batch for an engine, or nothing if none is due. */
    public List<Submission> takeDue(int engine, BatchBudget budget) {
        lock.lock();
        try {
            EngineQueue own = queues.get(engine);
            queues.forEach(this::dropAbandoned);
            EngineQueue from = isDue(own, own, budget) ? own : queueToHelp(own, budget);
            return from == null ? List.of() : take(from, own, budget);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an engine's next batch; nothing once the queue is closed. */
    List<Submission> awaitDue(int engine, Supplier<BatchBudget> budget) throws InterruptedException {
        lock.lockInterruptibly();
        EngineQueue own = queues.get(engine);
        try {
            while (!closed) {
                BatchBudget now = budget.get();
                own.awaiting = now;
                List<Submission> batch = takeDue(engine, now);
                if (!batch.isEmpty()) {
                    return batch;
                }
                own.changed.awaitNanos(nanosUntilDue(own, now));
            }
            return List.of();
        } finally {
            own.awaiting = null;
            lock.unlock();
        }
    }

    /** Says that an engine is done with a batch it took. */
    public void finished(int engine) {
        lock.lock();
        try {
            EngineQueue own = queues.get(engine);
            own.inFlight--;
            own.changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long nothing is due unless somebody says that something has changed. */
    private long nanosUntilDue(EngineQueue own, BatchBudget budget) {
        if (!own.isIdle()) {
            return Long.MAX_VALUE; // until the queue is full or the engine is done
        }
        Stream<EngineQueue> sources =
                own.entries.isEmpty() ? queues.stream().filter(queue -> mayHelp(own, queue)) : Stream.of(own);
        return sources.mapToLong(queue -> delayNanos(queue, budget)).min().orElse(Long.MAX_VALUE);
    }

    private boolean isDue(EngineQueue queue, EngineQueue engine, BatchBudget budget) {
        return !queue.entries.isEmpty()
                && engine.inFlight < IN_FLIGHT
                && (budget.isFull(queue.load.amount()) || (engine.isIdle() && delayNanos(queue, budget) == 0));
    }

    private long delayNanos(EngineQueue queue, BatchBudget budget) {
        long age = nanoClock.getAsLong() - queue.entries.element().sinceNanos;
        return budget.delay(Duration.ofNanos(age)).toNanos();
    }

    private @Nullable EngineQueue queueToHelp(EngineQueue own, BatchBudget budget) {
        return own.entries.isEmpty() && own.isIdle()
                ? queues.stream()
                        .filter(queue -> mayHelp(own, queue) && isDue(queue, own, budget))
                        .max(Comparator.comparingLong(queue -> queue.load.tokens()))
                        .orElse(null)
                : null;
    }

    /** An idle engine takes its own work as soon as it is due. */
    private static boolean mayHelp(EngineQueue helper, EngineQueue other) {
        return other != helper && !other.isIdle() && !other.entries.isEmpty();
    }

    private List<Submission> take(EngineQueue from, EngineQueue engine, BatchBudget budget) {
        listener.taken(Duration.ofNanos(nanoClock.getAsLong() - from.entries.element().sinceNanos));
        BatchSizeTracker taken = new BatchSizeTracker();
        Set<Entry> batch = new HashSet<>();
        List<Submission> submissions = new ArrayList<>();
        Iterator<Entry> candidates = inOrderOfPreference(from).iterator();
        while (candidates.hasNext()) {
            Entry entry = candidates.next();
            taken.add(entry.submission);
            if (!budget.allows(taken.amount())) {
                break;
            }
            batch.add(entry);
            submissions.add(entry.submission);
        }
        from.entries.removeAll(batch);
        submissions.forEach(submission -> leave(from, submission));
        from.batches++;
        countTurn(from, batch);
        engine.inFlight++;
        roomier.signalAll();
        if (!from.entries.isEmpty()) {
            wakeHelpers(from);
        }
        return submissions;
    }

    private void leave(EngineQueue queue, Submission submission) {
        queue.load.remove(submission);
        waiting(submission.lane()).count(submission, -1);
    }

    private static void countTurn(EngineQueue queue, Set<Entry> batch) {
        long interactive = batch.stream().filter(Entry::isInteractive).count();
        boolean tookMost = 2 * interactive > batch.size();
        boolean othersWait = queue.entries.stream().anyMatch(entry -> !entry.isInteractive());
        queue.interactiveInARow = tookMost && othersWait ? queue.interactiveInARow + 1 : 0;
    }

    /**
     * Those that somebody waits for, those whose turn it is, those that share a span with the oldest, and the others; each kind looked
     * for once it is needed.
     */
    private static Stream<Entry> inOrderOfPreference(EngineQueue queue) {
        Entry oldest = queue.entries.element();
        Collection<SpanText> shared = new HashSet<>(oldest.submission.task().spans());
        Predicate<Entry> first = queue.interactiveInARow < MAX_PASSES ? Entry::isInteractive : any -> false;
        Predicate<Entry> inTurn =
                first.negate().and(entry -> entry == oldest || queue.batches - entry.batchesBefore >= MAX_PASSES);
        Predicate<Entry> sharing = first.or(inTurn).negate().and(entry -> entry.submission.task().spans().stream()
                .anyMatch(shared::contains));
        return Stream.of(first, inTurn, sharing, first.or(inTurn).or(sharing).negate())
                .flatMap(kind -> queue.entries.stream().filter(kind));
    }

    private void dropAbandoned(EngineQueue queue) {
        for (Iterator<Entry> entries = queue.entries.iterator(); entries.hasNext(); ) {
            Submission submission = entries.next().submission;
            if (submission.replyTo().isClosed()) {
                entries.remove();
                leave(queue, submission);
                roomier.signalAll();
            }
        }
    }

    /** Lets nothing more enter, forgets what waits, and wakes everybody. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (EngineQueue queue : queues) {
                queue.entries.forEach(entry -> leave(queue, entry.submission));
                queue.entries.clear();
                queue.changed.signalAll();
            }
            roomier.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queues.stream().mapToInt(queue -> queue.load.tasks()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Of the oldest task of a lane; zero if there is none. */
    Duration longestWait(RequestLane lane) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            return Duration.ofNanos(queues.stream()
                    .flatMap(queue -> firstOf(lane, queue).stream())
                    .mapToLong(entry -> now - entry.sinceNanos)
                    .max()
                    .orElse(0));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> firstOf(RequestLane lane, EngineQueue queue) {
        return waiting(lane).tasks == 0
                ? Optional.empty()
                : queue.entries.stream()
                        .filter(entry -> entry.submission.lane() == lane)
                        .findFirst();
    }

    private Waiting waiting(RequestLane lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }
}
