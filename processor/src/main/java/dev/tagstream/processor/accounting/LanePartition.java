package dev.tagstream.processor.accounting;

import dev.tagstream.schemas.RequestLane;
import java.util.Comparator;

/** One partition of the requests of a lane. */
public record LanePartition(RequestLane lane, int partition) implements Comparable<LanePartition> {
    private static final Comparator<LanePartition> ORDER =
            Comparator.comparing(LanePartition::lane).thenComparingInt(LanePartition::partition);

    @Override
    public int compareTo(LanePartition other) {
        return ORDER.compare(this, other);
    }
}
