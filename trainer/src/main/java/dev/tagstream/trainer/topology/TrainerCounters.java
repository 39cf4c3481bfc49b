package dev.tagstream.trainer.topology;

import dev.tagstream.schemas.GateOutcome;
import java.util.EnumMap;
import java.util.Map;
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

    public TrainerCounters() {
        for (GateOutcome outcome : GateOutcome.values()) {
            rounds.put(outcome, new LongAdder());
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

    public Tally results() {
        return new Tally(received.sum(), kept.sum(), superseded.sum(), rejected.sum());
    }

    /** Rounds that ended so. */
    public long rounds(GateOutcome outcome) {
        return of(outcome).sum();
    }

    void taken(boolean intoBuffer) {
        received.increment();
        (intoBuffer ? kept : superseded).increment();
    }

    void refused() {
        received.increment();
        rejected.increment();
    }

    void ended(GateOutcome outcome) {
        of(outcome).increment();
    }

    private LongAdder of(GateOutcome outcome) {
        return rounds.getOrDefault(outcome, new LongAdder());
    }
}
