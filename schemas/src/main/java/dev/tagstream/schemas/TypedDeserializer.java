package dev.tagstream.schemas;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Confluent's deserializer, in two steps: fetch the schema, which can fail because of the registry, then decode, which can
 * only fail because of the record. Confluent's own exceptions do not tell the two apart.
 */
record TypedDeserializer<T extends SpecificRecord>(Class<T> type, KafkaAvroDeserializer inner)
        implements Deserializer<T> {
    private static final byte MAGIC = 0;

    /** Bytes before the record: a zero and the schema's id. */
    private static final int ENVELOPE_BYTES = 5;

    /** First three digits of the registry's error codes for what it does not have; the last two say what. */
    private static final int NOT_FOUND = 404;

    @Override
    public T deserialize(String topic, byte[] bytes) {
        if (bytes != null) {
            fetchSchema(topic, schemaId(bytes));
        }
        try {
            return type.cast(inner.deserialize(topic, bytes));
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException("The bytes are no %s".formatted(type.getSimpleName()), e);
        }
    }

    private static int schemaId(byte[] bytes) {
        if (bytes.length < ENVELOPE_BYTES) {
            throw new SerializationException(
                    "%d bytes are too few for a schema id, which takes %d".formatted(bytes.length, ENVELOPE_BYTES));
        }
        if (bytes[0] != MAGIC) {
            throw new SerializationException(
                    "The first byte is 0x%02x, not the 0x00 of the Confluent wire format".formatted(bytes[0]));
        }
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    /** Under the subject the inner deserializer asks with, so that both find it in the client's cache. */
    private void fetchSchema(String topic, int id) {
        try {
            inner.getSchemaRegistryClient().getSchemaBySubjectAndId(topic + "-value", id);
        } catch (RestClientException e) {
            // A plain 404 is a wrong address and says nothing on the schema.
            if (e.getErrorCode() / 100 == NOT_FOUND) {
                throw new UnknownSchemaException("The registry has no schema with id %d".formatted(id), e);
            }
            throw unavailable(id, e);
        } catch (IOException e) {
            throw unavailable(id, e);
        }
    }

    private static RegistryUnavailableException unavailable(int id, Exception cause) {
        return new RegistryUnavailableException(
                "The schema registry gave no answer on schema id %d: %s".formatted(id, cause), cause);
    }

    @Override
    public void close() {
        inner.close();
    }
}
