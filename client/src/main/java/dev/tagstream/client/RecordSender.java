package dev.tagstream.client;

import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends records of one topic once and in order; the first that fails is thrown by the next call. */
public final class RecordSender<T extends SpecificRecord> implements Closeable {
    private final String topic;
    private final KafkaProducer<String, T> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long sent;

    public RecordSender(KafkaConnection connection, String topic) {
        this.topic = topic;
        this.producer = connection.writer(connection.serdes().valueSerializer(), Map.of());
    }

    public void send(String key, T value) {
        throwFailure();
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        sent++;
    }

    /** Records handed to Kafka so far. */
    public long sent() {
        return sent;
    }

    /** Waits until all that was sent is on the topic. */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException(first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
