package dev.tagstream.trainer.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.runtime.ops.OpsResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What a trainer has not fetched yet, as its consumers know it. Empty until they have fetched for the first time.
 *
 * @param partitions by topic and number
 */
record Unread(List<Partition> partitions) {
    private static final String LAG = "records-lag"; // by Kafka's names, as are the tags

    /** One partition that this process reads. */
    record Partition(String topic, int id, long lag) {}

    Unread {
        partitions = List.copyOf(partitions);
    }

    /** @param topics that are read for their records, not to restore or look up */
    static Unread of(KafkaStreams streams, Set<String> topics) {
        return new Unread(streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(LAG))
                .filter(metric -> topics.contains(tags(metric).getOrDefault("topic", "")))
                .filter(metric -> tags(metric).containsKey("partition"))
                .filter(metric -> metric.metricValue() instanceof Double lag && !lag.isNaN())
                .map(metric -> new Partition(
                        tags(metric).getOrDefault("topic", ""),
                        Integer.parseInt(tags(metric).getOrDefault("partition", "0")),
                        ((Double) metric.metricValue()).longValue()))
                .sorted(Comparator.comparing(Partition::topic).thenComparing(Partition::id))
                .toList());
    }

    private static Map<String, String> tags(Metric metric) {
        return metric.metricName().tags();
    }

    ObjectNode json() {
        ObjectNode body = OpsResponse.newObject();
        body.put("lag", partitions.stream().mapToLong(Partition::lag).sum());
        ArrayNode each = body.putArray("partitions");
        partitions.forEach(partition -> each.addObject()
                .put("topic", partition.topic())
                .put("partition", partition.id())
                .put("lag", partition.lag()));
        return body;
    }
}
