package dev.tagstream.processor.topology;

import dev.tagstream.schemas.ScreeningRequest;
import java.util.HashMap;
import java.util.Map;

/** What one stream task owes: counts into the process's counters, and takes back what it leaves unanswered at its end. */
final class TaskLedger {
    private final ScreeningCounters counters;
    private final Map<String, Integer> owed = new HashMap<>(); // outcomes by function
    private long held;

    TaskLedger(ScreeningCounters counters) {
        this.counters = counters;
    }

    void received(ScreeningRequest request) {
        request.getFunctions().forEach(this::received);
    }

    void received(String function) {
        counters.received(function);
        owed.merge(function, 1, Integer::sum);
    }

    void predicted(String function) {
        counters.predicted(function);
        owed.merge(function, -1, Integer::sum);
    }

    void rejected(String function) {
        counters.rejected(function);
        owed.merge(function, -1, Integer::sum);
    }

    void shadowPredicted(String function) {
        counters.shadowPredicted(function);
    }

    void shadowFailed(String function) {
        counters.shadowFailed(function);
    }

    /** So many more, or fewer, requests are in the store. */
    void held(int more) {
        counters.held(more);
        held += more;
    }

    void handOver() {
        owed.forEach(counters::handedOver);
        counters.held(-held);
        owed.clear();
        held = 0;
    }
}
