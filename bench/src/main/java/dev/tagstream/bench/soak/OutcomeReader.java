package dev.tagstream.bench.soak;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Enters into a soak's counts what is committed. For one thread. */
final class OutcomeReader implements Closeable {
    private final String predictions;
    private final String rejections;
    private final Deserializer<Prediction> predictionValues;
    private final Deserializer<RejectedRecord> rejectionValues;
    private final TopicScan reader;
    private final SoakCounts counts;

    OutcomeReader(KafkaConnection connection, SoakCounts counts) {
        this.predictions = connection.topics().predictions().name();
        this.rejections = connection.topics().rejectedRecords().name();
        this.predictionValues = connection.serdes().valueDeserializer(Prediction.class);
        this.rejectionValues = connection.serdes().valueDeserializer(RejectedRecord.class);
        this.reader = connection.scan(List.of(predictions, rejections));
        this.counts = counts;
    }

    /** Enters what comes within {@code patience}; how many records that were. */
    int poll(Duration patience) {
        return reader.poll(patience, this::enter);
    }

    /** Enters everything that is committed by now. */
    void readAll() {
        reader.renewGoal();
        reader.readToGoal(this::enter);
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(predictions)) {
            counts.predicted(
                    predictionValues.deserialize(predictions, record.value()).getRequestId(), System.nanoTime());
        } else {
            counts.rejected(
                    rejectionValues.deserialize(rejections, record.value()).getRequestId());
        }
    }

    @Override
    public void close() {
        reader.close();
        predictionValues.close();
        rejectionValues.close();
    }
}
