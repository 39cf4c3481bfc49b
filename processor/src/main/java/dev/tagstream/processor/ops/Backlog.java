package dev.tagstream.processor.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.runtime.ops.OpsResponse;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a process has still to do at one moment, in the partitions of requests that it reads.
 *
 * @param partitions in order
 */
record Backlog(Instant at, List<Partition> partitions) {
    /**
     * One partition.
     *
     * @param lane of its requests
     * @param end offset after the last committed record
     * @param next offset of the first record not read
     * @param pending records read and not answered
     * @param oldest timestamp of the first of these, in milliseconds since 1970; empty if there is none
     */
    record Partition(RequestLane lane, int id, long end, long next, long pending, OptionalLong oldest) {
        /** Records not read. */
        long lag() {
            return Math.max(0, end - next);
        }

        long backlog() {
            return lag() + pending;
        }
    }

    Backlog {
        partitions = List.copyOf(partitions);
    }

    static double ageSeconds(OptionalLong timestamp, Instant at) {
        return timestamp.isEmpty()
                ? 0
                : Math.max(
                                0,
                                Duration.between(Instant.ofEpochMilli(timestamp.getAsLong()), at)
                                        .toMillis())
                        / 1000.0;
    }

    ObjectNode json() {
        ObjectNode body = OpsResponse.newObject();
        body.put("backlog", partitions.stream().mapToLong(Partition::backlog).sum());
        body.put("lag", partitions.stream().mapToLong(Partition::lag).sum());
        body.put("pending", partitions.stream().mapToLong(Partition::pending).sum());
        body.put(
                "oldestAgeSeconds",
                partitions.stream()
                        .mapToDouble(partition -> ageSeconds(partition.oldest(), at))
                        .max()
                        .orElse(0));
        ArrayNode each = body.putArray("partitions");
        partitions.forEach(partition -> each.addObject()
                .put("lane", partition.lane().toString())
                .put("partition", partition.id())
                .put("end", partition.end())
                .put("next", partition.next())
                .put("lag", partition.lag())
                .put("pending", partition.pending())
                .put("oldestAgeSeconds", ageSeconds(partition.oldest(), at)));
        return body;
    }
}
