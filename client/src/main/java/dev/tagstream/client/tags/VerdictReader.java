package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.GateVerdict;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads how the rounds of one function ended, one after the other. For one thread. */
public final class VerdictReader implements Closeable {
    private final String function;
    private final String topic;
    private final Deserializer<GateVerdict> values;
    private final TopicScan reader;
    private final Queue<GateVerdict> unread = new ArrayDeque<>();

    public VerdictReader(KafkaConnection connection, String function) {
        this.function = function;
        this.topic = connection.topics().gateVerdicts().name();
        this.values = connection.serdes().valueDeserializer(GateVerdict.class);
        this.reader = connection.scan(List.of(topic));
    }

    /** Waits up to {@code patience} for the next verdict. */
    public Optional<GateVerdict> next(Duration patience) {
        if (unread.isEmpty()) {
            reader.poll(patience, record -> {
                GateVerdict verdict = values.deserialize(topic, record.value());
                if (verdict.getFunction().equals(function)) {
                    unread.add(verdict);
                }
            });
        }
        return Optional.ofNullable(unread.poll());
    }

    @Override
    public void close() {
        try (values;
                reader) {
            // Both, whichever fails.
        }
    }
}
