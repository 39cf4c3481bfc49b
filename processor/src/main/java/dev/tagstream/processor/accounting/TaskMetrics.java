package dev.tagstream.processor.accounting;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What one stream task owes: counts into the process's counters, and takes back what it leaves unanswered at its end. */
public final class TaskMetrics {
    private final ScreeningCounters counters;
    private final Map<String, Integer> owed = new HashMap<>(); // outcomes by function
    private final PartitionProgress book;
    private long held;

    public TaskMetrics(ScreeningCounters counters, RequestLane lane, int partition) {
        this.counters = counters;
        this.book = counters.opened(new LanePartition(lane, partition));
    }

    public void received(ScreeningRequest request) {
        request.getFunctions().forEach(this::received);
    }

    private void received(String function) {
        counters.received(function);
        owed.merge(function, 1, Integer::sum);
    }

    public void predicted(String function) {
        counters.predicted(function);
        owed.merge(function, -1, Integer::sum);
    }

    public void rejected(String function, RejectReason reason) {
        counters.rejected(function, reason);
        owed.merge(function, -1, Integer::sum);
    }

    public void shadowPredicted(String function) {
        counters.shadowPredicted(function);
    }

    public void shadowFailed(String function) {
        counters.shadowFailed(function);
    }

    /** So many more, or fewer, requests are in the store. */
    public void held(int more) {
        counters.held(more);
        held += more;
        book.pending(held);
    }

    /** The request at this offset was accepted. */
    public void read(long offset) {
        book.read(offset);
    }

    /** @param timestamp of the first request without an answer, in milliseconds since 1970; empty if there is none */
    public void oldest(OptionalLong timestamp) {
        book.oldestTimestamp(timestamp);
    }

    public void handOver() {
        owed.forEach(counters::handedOver);
        counters.held(-held);
        counters.closed(book);
        owed.clear();
        held = 0;
    }
}
