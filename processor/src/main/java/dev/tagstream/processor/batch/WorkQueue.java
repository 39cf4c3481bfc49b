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
 * Tasks that wait for engines, bounded by number and by tokens over all of a lane. Each engine has its line, oldest first; one that is
 * idle and whose line is empty takes from the longest line of an engine that is busy.
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
    private final List<Line> lines;
    private final Map<RequestLane, Waiting> waiting = new EnumMap<>(RequestLane.class); // over all lines; complete
    private boolean closed;

    /** One waiting task; compared by identity, since equal ones may wait. */
    private static final class Entry {
        private final Submission submission;
        private final long sinceNanos;
        private final long batchesBefore; // taken from the line until it came

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
    private static final class Line {
        private final ArrayDeque<Entry> entries = new ArrayDeque<>();
        private final BatchSizeTracker load = new BatchSizeTracker();
        private final Condition changed;
        private long batches; // taken from here
        private int interactiveInARow; // the last batches, mostly of interactive tasks while others waited
        private int inFlight; // batches of this line's engine, wherever they were taken
        private @Nullable BatchBudget awaiting; // of the engine, while it waits for a batch

        private Line(Condition changed) {
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
        this.lines = Stream.generate(() -> new Line(lock.newCondition()))
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
        Line line = lines.get(rendezvous.engineOf(submission.task()));
        line.entries.add(new Entry(submission, now, line.batches));
        line.load.add(submission);
        waiting(submission.lane()).count(submission, 1);
        BatchBudget budget = line.awaiting;
        if (budget == null) { // its planner will look by itself
            wakeHelpers(line);
        } else if (line.entries.size() == 1 || budget.isFull(line.load.amount())) {
            wake(line); // not for each arrival: that costs more than all the rest here
            wakeHelpers(line);
        }
    }

    private static void wake(Line line) {
        if (line.inFlight < IN_FLIGHT) {
            line.changed.signal();
        }
    }

    /** Wakes idle engines that may have to take over from a busy one; they tell for themselves when. */
    private void wakeHelpers(Line busy) {
        for (Line helper : lines) {
            if (mayHelp(helper, busy) && helper.awaiting != null && helper.entries.isEmpty() && helper.isIdle()) {
                helper.changed.signal();
            }
        }
    }

    /** The next batch for an engine, or nothing if none is due. */
    public List<Submission> takeDue(int engine, BatchBudget budget) {
        lock.lock();
        try {
            Line own = lines.get(engine);
            lines.forEach(this::dropAbandoned);
            Line from = isDue(own, own, budget) ? own : lineToHelp(own, budget);
            return from == null ? List.of() : take(from, own, budget);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an engine's next batch; nothing once the queue is closed. */
    List<Submission> awaitDue(int engine, Supplier<BatchBudget> budget) throws InterruptedException {
        lock.lockInterruptibly();
        Line own = lines.get(engine);
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
            Line own = lines.get(engine);
            own.inFlight--;
            own.changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long nothing is due unless somebody says that something has changed. */
    private long nanosUntilDue(Line own, BatchBudget budget) {
        if (!own.isIdle()) {
            return Long.MAX_VALUE; // until the line is full or the engine is done
        }
        Stream<Line> sources =
                own.entries.isEmpty() ? lines.stream().filter(line -> mayHelp(own, line)) : Stream.of(own);
        return sources.mapToLong(line -> delayNanos(line, budget)).min().orElse(Long.MAX_VALUE);
    }

    private boolean isDue(Line line, Line engine, BatchBudget budget) {
        return !line.entries.isEmpty()
                && engine.inFlight < IN_FLIGHT
                && (budget.isFull(line.load.amount()) || (engine.isIdle() && delayNanos(line, budget) == 0));
    }

    private long delayNanos(Line line, BatchBudget budget) {
        long age = nanoClock.getAsLong() - line.entries.element().sinceNanos;
        return budget.delay(Duration.ofNanos(age)).toNanos();
    }

    private @Nullable Line lineToHelp(Line own, BatchBudget budget) {
        return own.entries.isEmpty() && own.isIdle()
                ? lines.stream()
                        .filter(line -> mayHelp(own, line) && isDue(line, own, budget))
                        .max(Comparator.comparingLong(line -> line.load.tokens()))
                        .orElse(null)
                : null;
    }

    /** An idle engine takes its own work as soon as it is due. */
    private static boolean mayHelp(Line helper, Line other) {
        return other != helper && !other.isIdle() && !other.entries.isEmpty();
    }

    private List<Submission> take(Line from, Line engine, BatchBudget budget) {
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

    private void leave(Line line, Submission submission) {
        line.load.remove(submission);
        waiting(submission.lane()).count(submission, -1);
    }

    private static void countTurn(Line line, Set<Entry> batch) {
        long interactive = batch.stream().filter(Entry::isInteractive).count();
        boolean tookMost = 2 * interactive > batch.size();
        boolean othersWait = line.entries.stream().anyMatch(entry -> !entry.isInteractive());
        line.interactiveInARow = tookMost && othersWait ? line.interactiveInARow + 1 : 0;
    }

    /**
     * Those that somebody waits for, those whose turn it is, those that share a span with the oldest, and the others; each kind looked
     * for once it is needed.
     */
    private static Stream<Entry> inOrderOfPreference(Line line) {
        Entry oldest = line.entries.element();
        Collection<SpanText> shared = new HashSet<>(oldest.submission.task().spans());
        Predicate<Entry> first = line.interactiveInARow < MAX_PASSES ? Entry::isInteractive : any -> false;
        Predicate<Entry> inTurn =
                first.negate().and(entry -> entry == oldest || line.batches - entry.batchesBefore >= MAX_PASSES);
        Predicate<Entry> sharing = first.or(inTurn).negate().and(entry -> entry.submission.task().spans().stream()
                .anyMatch(shared::contains));
        return Stream.of(first, inTurn, sharing, first.or(inTurn).or(sharing).negate())
                .flatMap(kind -> line.entries.stream().filter(kind));
    }

    private void dropAbandoned(Line line) {
        for (Iterator<Entry> entries = line.entries.iterator(); entries.hasNext(); ) {
            Submission submission = entries.next().submission;
            if (submission.replyTo().isClosed()) {
                entries.remove();
                leave(line, submission);
                roomier.signalAll();
            }
        }
    }

    /** Lets nothing more enter, forgets what waits, and wakes everybody. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (Line line : lines) {
                line.entries.forEach(entry -> leave(line, entry.submission));
                line.entries.clear();
                line.changed.signalAll();
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
            return lines.stream().mapToInt(line -> line.load.tasks()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Of the oldest task of a lane; zero if there is none. */
    Duration longestWait(RequestLane lane) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            return Duration.ofNanos(lines.stream()
                    .flatMap(line -> firstOf(lane, line).stream())
                    .mapToLong(entry -> now - entry.sinceNanos)
                    .max()
                    .orElse(0));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> firstOf(RequestLane lane, Line line) {
        return waiting(lane).tasks == 0
                ? Optional.empty()
                : line.entries.stream()
                        .filter(entry -> entry.submission.lane() == lane)
                        .findFirst();
    }

    private Waiting waiting(RequestLane lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }
}
