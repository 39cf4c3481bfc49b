package dev.tagstream.console.reader;

import dev.tagstream.schemas.RequestLane;
import java.util.List;

/**
 * The processors as the brokers know them.
 *
 * @param unread requests that no processor has read and committed
 * @param partitions of the requests' topics
 */
public record ConsumerGroupView(List<Instance> instances, long unread, int partitions) {
    /**
     * One process in one lane.
     *
     * @param host from where it reached the brokers
     * @param unread requests of its partitions that it has not read and committed
     */
    public record Instance(
            String name, String host, RequestLane lane, int threads, List<Integer> partitions, long unread) {}
}
