package dev.tagstream.runtime.streams;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes what a global store reads, and waits for a registry that gives no answer: the rest of the service goes on with what it
 * has, and no record is passed over.
 */
public final class PatientDeserializer<T> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PatientDeserializer.class);

    private final Deserializer<T> deserializer;
    private final String topic;
    private final RetryPause retryPause;

    public PatientDeserializer(Deserializer<T> deserializer, String topic, RetryPause retryPause) {
        this.deserializer = deserializer;
        this.topic = topic;
        this.retryPause = retryPause;
    }

    /** Throws {@link org.apache.kafka.common.errors.SerializationException} for bytes that are no such record. */
    public T read(byte[] value) {
        for (int failures = 1; ; failures++) {
            try {
                return deserializer.deserialize(topic, value);
            } catch (RetriableException e) {
                log.warn("A record of {} can't be read yet, trying again: {}", topic, e.getMessage());
                if (!retryPause.pause(failures)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
