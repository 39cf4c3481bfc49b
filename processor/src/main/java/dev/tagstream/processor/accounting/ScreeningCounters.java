package dev.tagstream.processor.accounting;

import dev.tagstream.common.intake.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has been asked for and has answered, per function.
 *
 * <p>Assumes: one call for each outcome asked for and one for each given, from any thread.
 *
 * <p>Guarantees: while no call is under way, received = predicted + rejected + pending for every function. What a task hands
 * over to another process is no longer counted as received here. Counts are of this process: those of a transaction that was
 * aborted stay in, and its records are received again. What candidates on trial give is no outcome asked for, and stands apart.
 */
public final class ScreeningCounters {
    /** Counts what could not be read, and so asked for no function that we know. */
    public static final String UNREADABLE = "(unreadable)";

    /** Counts further functions once there are too many names, for names are the senders' to choose. */
    static final String OTHERS = "(others)";

    private static final int MAX_FUNCTIONS = 1000;

    /** Counts of one function, or summed over all. */
    public record Tally(long received, long predicted, long rejected, long pending) {
        static final Tally NONE = new Tally(0, 0, 0, 0);

        /** received = predicted + rejected + pending. */
        public boolean balances() {
            return received == predicted + rejected + pending;
        }

        Tally plus(Tally other) {
            return new Tally(
                    received + other.received,
                    predicted + other.predicted,
                    rejected + other.rejected,
                    pending + other.pending);
        }
    }

    /**
     * Counts of the candidates on trial for one function.
     *
     * @param predicted numbers they gave beside predictions
     * @param failed predictions beside which they gave none
     */
    public record ShadowTally(long predicted, long failed) {}

    private static final class Counts {
        private final LongAdder received = new LongAdder();
        private final LongAdder predicted = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final LongAdder pending = new LongAdder();
        private final LongAdder shadowPredicted = new LongAdder();
        private final LongAdder shadowFailed = new LongAdder();

        private Tally tally() {
            return new Tally(received.sum(), predicted.sum(), rejected.sum(), pending.sum());
        }

        private ShadowTally shadowTally() {
            return new ShadowTally(shadowPredicted.sum(), shadowFailed.sum());
        }
    }

    private final Map<String, Counts> byFunction = new ConcurrentHashMap<>();
    private final Map<RejectReason, LongAdder> byReason =
            new EnumMap<>(RejectReason.class); // complete, so never changed
    private final Map<LanePartition, PartitionProgress> partitions = new ConcurrentHashMap<>();
    private final AtomicLong heldRecords = new AtomicLong();
    private final LongAdder unspelled = new LongAdder();

    public ScreeningCounters() {
        for (RejectReason reason : RejectReason.values()) {
            byReason.put(reason, new LongAdder());
        }
    }

    /** By function, in the order of their names. */
    public Map<String, Tally> byFunction() {
        Map<String, Tally> tallies = new TreeMap<>();
        byFunction.forEach((function, counts) -> tallies.put(function, counts.tally()));
        return tallies;
    }

    /** Of candidates on trial, by function, in the order of their names; zeros where none was on trial. */
    public Map<String, ShadowTally> shadowsByFunction() {
        Map<String, ShadowTally> tallies = new TreeMap<>();
        byFunction.forEach((function, counts) -> tallies.put(function, counts.shadowTally()));
        return tallies;
    }

    /** Of records that could not be read, one outcome each. */
    public Tally unreadable() {
        return byFunction().getOrDefault(UNREADABLE, Tally.NONE);
    }

    public Tally total() {
        return byFunction.values().stream().map(Counts::tally).reduce(Tally.NONE, Tally::plus);
    }

    /** Outcomes refused, by reason; zeros included. */
    public Map<RejectReason, Long> rejectedByReason() {
        Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
        byReason.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** What this process has of each partition of requests that it reads now. */
    public Map<LanePartition, PartitionProgress> partitions() {
        return new TreeMap<>(partitions);
    }

    /** Requests in the pending stores of this process's tasks, those restored and not yet read again included. */
    public long heldRecords() {
        return heldRecords.get();
    }

    /** Molecules that were scored as they were sent, since they could not be spelled as their domain tag wants. */
    public long unspelledMolecules() {
        return unspelled.sum();
    }

    public void unspelled() {
        unspelled.increment();
    }

    /** A record was refused before it came to a task: asked for and answered at once. */
    public void refused(String function, RejectReason reason) {
        received(function);
        rejected(function, reason);
    }

    void received(String function) {
        of(function).received.increment();
        of(function).pending.increment();
    }

    void predicted(String function) {
        of(function).predicted.increment();
        of(function).pending.decrement();
    }

    void rejected(String function, RejectReason reason) {
        of(function).rejected.increment();
        of(function).pending.decrement();
        Objects.requireNonNull(byReason.get(reason)).increment();
    }

    void shadowPredicted(String function) {
        of(function).shadowPredicted.increment();
    }

    void shadowFailed(String function) {
        of(function).shadowFailed.increment();
    }

    /** Asked of another process from now on. */
    void handedOver(String function, int outcomes) {
        of(function).received.add(-outcomes);
        of(function).pending.add(-outcomes);
    }

    /** A task of this process reads the partition from now on. */
    PartitionProgress opened(LanePartition partition) {
        PartitionProgress book = new PartitionProgress();
        partitions.put(partition, book);
        return book;
    }

    void closed(PartitionProgress book) {
        partitions.values().remove(book);
    }

    void held(long more) {
        heldRecords.addAndGet(more);
    }

    private Counts of(String function) {
        String name = byFunction.containsKey(function) || byFunction.size() < MAX_FUNCTIONS ? function : OTHERS;
        return byFunction.computeIfAbsent(name, any -> new Counts());
    }
}
