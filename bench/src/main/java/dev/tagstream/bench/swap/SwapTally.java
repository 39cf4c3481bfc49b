package dev.tagstream.bench.swap;

import dev.tagstream.schemas.Prediction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts what went wrong with the predictions of one library, in the order in which each partition of their topic has them. */
final class SwapTally {
    /** Where a request was read, and where its prediction was written: what passes here keeps its order. */
    private record Lane(int source, int target) {}

    private final long firstSwap;
    private final Set<String> answered = new HashSet<>();
    private final Map<Lane, Long> lastVersion = new HashMap<>();
    private long doubled;
    private long misnamed;
    private long backward;

    /** @param firstSwap first version whose number can be told from its predictions */
    SwapTally(long firstSwap) {
        this.firstSwap = firstSwap;
    }

    void add(int partition, Prediction prediction) {
        if (!answered.add(prediction.getRequestId())) {
            doubled++;
        }
        long version = prediction.getFunctionTag().getVersion();
        if (version >= firstSwap && !SwapPublisher.fits(prediction.getValue(), version)) {
            misnamed++;
        }
        Long before = lastVersion.put(new Lane(prediction.getSource().getPartition(), partition), version);
        if (before != null && before > version) {
            backward++;
        }
    }

    /** Requests with a prediction. */
    long answered() {
        return answered.size();
    }

    /** Predictions beyond the first of a request. */
    long doubled() {
        return doubled;
    }

    /** Predictions with a value that the version they name can't have given. */
    long misnamed() {
        return misnamed;
    }

    /** Predictions by an earlier version than the one before in their partitions. */
    long backward() {
        return backward;
    }
}
