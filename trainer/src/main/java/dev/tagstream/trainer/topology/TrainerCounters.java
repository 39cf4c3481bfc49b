package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.schemas.GateOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has read and decided. Counts are of this process: those of a transaction that was aborted stay in, and its
 * records are received again.
 */
public final class TrainerCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final Map<GateOutcome, LongAdder> rounds = new EnumMap<>(GateOutcome.class);
    private final Map<RejectReason, LongAdder> byReason =
            new EnumMap<>(RejectReason.class); // complete, so never changed
    private final Map<String, Integer> buffered = new ConcurrentHashMap<>(); // by function
    private final Map<String, List<HeldOut>> heldOut = new ConcurrentHashMap<>(); // by function

    public TrainerCounters() {
        for (GateOutcome outcome : GateOutcome.values()) {
            rounds.put(outcome, new LongAdder());
        }
        for (RejectReason reason : RejectReason.values()) {
            byReason.put(reason, new LongAdder());
        }
    }

    /**
     * Results.
     *
     * @param kept that went into the replay buffer
     * @param superseded that a later measurement was there for already
     */
    public record Tally(long received, long kept, long superseded, long rejected) {
        /** received = kept + superseded + rejected. */
        public boolean balances() {
            return received == kept + superseded + rejected;
        }
    }

    /**
     * What a version came to on results that it was not learned from.
     *
     * @param version its number, or {@code refused} for a candidate that got none
     * @param metrics by name
     */
    public record HeldOut(String function, String version, Map<String, Double> metrics) {}

    public Tally results() {
        return new Tally(received.sum(), kept.sum(), superseded.sum(), rejected.sum());
    }

    /** Rounds that ended so. */
    public long rounds(GateOutcome outcome) {
        return of(outcome).sum();
    }

    /** Results refused, by reason; zeros included. */
    public Map<RejectReason, Long> rejectedByReason() {
        Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
        byReason.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** Results in the replay buffer, by function, of the partitions that this process has. */
    public Map<String, Integer> buffered() {
        return new TreeMap<>(buffered);
    }

    /** Of the last round of each function that this process made: the version in use, and the candidate. */
    public List<HeldOut> heldOut() {
        return heldOut.values().stream().flatMap(List::stream).toList();
    }

    void buffered(String function, int results) {
        buffered.put(function, results);
    }

    /** Another process has its results from now on. */
    void forget(String function) {
        buffered.remove(function);
        heldOut.remove(function);
    }

    void compared(String function, List<HeldOut> versions) {
        heldOut.put(function, versions);
    }

    void taken(boolean intoBuffer) {
        received.increment();
        (intoBuffer ? kept : superseded).increment();
    }

    void refused(RejectReason reason) {
        received.increment();
        rejected.increment();
        Objects.requireNonNull(byReason.get(reason)).increment();
    }

    void ended(GateOutcome outcome) {
        of(outcome).increment();
    }

    private LongAdder of(GateOutcome outcome) {
        return rounds.getOrDefault(outcome, new LongAdder());
    }
}
