package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.Table;
import dev.tagstream.cli.io.Table.Column;
import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.annotation.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a processor has still to do at one moment.
 *
 * @param partitions of the request topics, lane by lane, in order
 */
record LagReport(Instant at, List<Partition> partitions) {
    /**
     * One partition.
     *
     * @param lane of its requests
     * @param read how far the processor has read
     * @param pending records read and not answered
     * @param oldest timestamp of the oldest record without an answer, read or unread
     */
    record Partition(RequestLane lane, int id, GroupLag read, long pending, Optional<Instant> oldest) {
        /** Records not read. */
        long lag() {
            return read.records();
        }

        /** The same with the timestamp of the first record not read, where that is the older one. */
        Partition withUnread(Optional<Instant> unread) {
            Optional<Instant> first =
                    Stream.concat(oldest.stream(), unread.stream()).min(Instant::compareTo);
            return new Partition(lane, id, read, pending, first);
        }
    }

    LagReport {
        partitions = List.copyOf(partitions);
    }

    long lag() {
        return partitions.stream().mapToLong(Partition::lag).sum();
    }

    long pending() {
        return partitions.stream().mapToLong(Partition::pending).sum();
    }

    /** With what there is to do of another lane. */
    LagReport and(LagReport other) {
        return new LagReport(
                other.at(),
                Stream.concat(partitions.stream(), other.partitions.stream()).toList());
    }

    Optional<Instant> oldest() {
        return partitions.stream()
                .flatMap(partition -> partition.oldest().stream())
                .min(Instant::compareTo);
    }

    double ageSeconds(Instant time) {
        return Math.max(0, Duration.between(time, at).toMillis()) / 1000.0;
    }

    Table table() {
        Table table = new Table(List.of(
                Column.text("lane", "LANE"),
                Column.count("partition", "PARTITION"),
                Column.count("end", "END"),
                Column.count("committed", "COMMITTED"),
                Column.count("lag", "LAG"),
                Column.count("pending", "PENDING"),
                Column.decimal("oldestAgeSeconds", "OLDEST (S)", 1)));
        for (Partition partition : partitions) {
            table.row(Arrays.asList(
                    partition.lane().toString(),
                    partition.id(),
                    partition.read().end(),
                    committed(partition.read()),
                    partition.lag(),
                    partition.pending(),
                    partition.oldest().map(this::ageSeconds).orElse(null)));
        }
        return table;
    }

    private static @Nullable Long committed(GroupLag read) {
        return read.committed().isPresent() ? read.committed().getAsLong() : null;
    }

    String summary() {
        String age = oldest().map(time -> ", the oldest %.1f s old".formatted(ageSeconds(time)))
                .orElse("");
        return "backlog %,d = lag %,d + pending %,d%s".formatted(lag() + pending(), lag(), pending(), age);
    }
}
