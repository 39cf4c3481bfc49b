package dev.tagstream.client.lag;

import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a processor has still to do at one moment.
 *
 * @param partitions of the request topics, lane by lane, in order
 */
public record LagReport(Instant at, List<Partition> partitions) {
    /**
     * One partition.
     *
     * @param lane of its requests
     * @param read how far the processor has read
     * @param pending records read and not answered
     * @param oldest timestamp of the oldest record without an answer, read or unread
     */
    public record Partition(RequestLane lane, int id, GroupLag read, long pending, Optional<Instant> oldest) {
        /** Records not read. */
        public long lag() {
            return read.records();
        }

        /** The same with the timestamp of the first record not read, where that is the older one. */
        public Partition withUnread(Optional<Instant> unread) {
            Optional<Instant> first =
                    Stream.concat(oldest.stream(), unread.stream()).min(Instant::compareTo);
            return new Partition(lane, id, read, pending, first);
        }
    }

    public LagReport {
        partitions = List.copyOf(partitions);
    }

    public long lag() {
        return partitions.stream().mapToLong(Partition::lag).sum();
    }

    public long pending() {
        return partitions.stream().mapToLong(Partition::pending).sum();
    }

    /** With what there is to do of another lane. */
    public LagReport and(LagReport other) {
        return new LagReport(
                other.at(),
                Stream.concat(partitions.stream(), other.partitions.stream()).toList());
    }

    public Optional<Instant> oldest() {
        return partitions.stream()
                .flatMap(partition -> partition.oldest().stream())
                .min(Instant::compareTo);
    }

    public double ageSeconds(Instant time) {
        return Math.max(0, Duration.between(time, at).toMillis()) / 1000.0;
    }

    public String summary() {
        String age = oldest().map(time -> ", the oldest %.1f s old".formatted(ageSeconds(time)))
                .orElse("");
        return "backlog %,d = lag %,d + pending %,d%s".formatted(lag() + pending(), lag(), pending(), age);
    }
}
