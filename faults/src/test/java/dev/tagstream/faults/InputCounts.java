package dev.tagstream.faults;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.SourceCoordinates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the input and all committed outcomes from the beginning, and counts the ones against the others, by the place where a record
 * stands in its partition.
 *
 * @param requests records of the input
 * @param lost functions of them that have no outcome
 * @param doubled outcomes beyond the first of a function, and those of what nobody asked
 */
record InputCounts(int requests, int lost, int doubled) {
    private record Asked(int partition, long offset, String function) {
        static Asked of(SourceCoordinates source, String function) {
            return new Asked(source.getPartition(), source.getOffset(), function);
        }
    }

    static InputCounts read(KafkaConnection connection) {
        Map<Asked, Integer> outcomes = new HashMap<>();
        int[] requests = {0};
        String topic = connection.topics().screeningRequests().name();
        try (TopicScan reader = connection.scan(List.of(topic));
                Deserializer<ScreeningRequest> values = connection.serdes().valueDeserializer(ScreeningRequest.class)) {
            reader.readToGoal(record -> {
                requests[0]++;
                for (String function : values.deserialize(topic, record.value()).getFunctions()) {
                    outcomes.put(new Asked(record.partition(), record.offset(), function), 0);
                }
            });
        }
        int[] unasked = {0};
        TopicRecords.visit(
                connection,
                connection.topics().predictions(),
                Prediction.class,
                key -> true,
                (key, value) -> count(outcomes, Asked.of(value.getSource(), value.getFunction()), unasked));
        TopicRecords.visit(
                connection,
                connection.topics().rejectedRecords(),
                RejectedRecord.class,
                key -> true,
                (key, value) ->
                        count(outcomes, Asked.of(value.getSource(), String.valueOf(value.getFunction())), unasked));
        int lost = (int) outcomes.values().stream().filter(count -> count == 0).count();
        int doubled = outcomes.values().stream()
                .mapToInt(count -> Math.max(0, count - 1))
                .sum();
        return new InputCounts(requests[0], lost, doubled + unasked[0]);
    }

    private static void count(Map<Asked, Integer> outcomes, Asked asked, int[] unasked) {
        if (outcomes.computeIfPresent(asked, (key, count) -> count + 1) == null) {
            unasked[0]++;
        }
    }
}
