package dev.tagstream.schemas;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's deserializer, in two steps: fetch the schema, which can fail because of the registry, then decode, which can
 * only fail because of the record. Confluent's own exceptions do not tell the two apart.
 *
 * <p>A schema that it has read one record with is remembered, and further records are decoded here, without the look-ups that
 * cost more than the decoding. Whatever fails here is left to Confluent's, so that errors are its own. For any number of
 * threads.
 */
final class TypedDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    /** Bytes before the record: a zero and the schema's id. */
    private static final int ENVELOPE_BYTES = 5;

    private static final byte MAGIC = 0;

    /** First three digits of the registry's error codes for what it does not have; the last two say what. */
    private static final int NOT_FOUND = 404;

    private final Class<T> type;
    private final KafkaAvroDeserializer inner;
    private final boolean readsAsWritten;
    private final Map<Integer, SpecificDatumReader<T>> readers =
            new ConcurrentHashMap<>(); // by id of the written schema

    /** @param readsAsWritten false where settings put another schema between the written and the asked one */
    TypedDeserializer(Class<T> type, KafkaAvroDeserializer inner, boolean readsAsWritten) {
        this.type = type;
        this.inner = inner;
        this.readsAsWritten = readsAsWritten;
    }

    @Override
    public T deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return type.cast(inner.deserialize(topic, null));
        }
        int id = schemaId(bytes);
        SpecificDatumReader<T> reader = readers.get(id);
        T known = reader == null ? null : read(reader, bytes);
        return known == null ? deserialize(topic, bytes, id) : known;
    }

    private @Nullable T read(SpecificDatumReader<T> reader, byte[] bytes) {
        try {
            return reader.read(
                    null,
                    DecoderFactory.get().binaryDecoder(bytes, ENVELOPE_BYTES, bytes.length - ENVELOPE_BYTES, null));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    private T deserialize(String topic, byte[] bytes, int id) {
        ParsedSchema written = fetchSchema(topic, id);
        if (written instanceof AvroSchema avro && EmptyItems.in(avro.rawSchema())) {
            throw new SerializationException(
                    "The schema with id %d has lists whose items take no bytes, so that a few bytes could hold any number"
                            .formatted(id));
        }
        T value;
        try {
            value = type.cast(inner.deserialize(topic, bytes));
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException("The bytes are no %s".formatted(type.getSimpleName()), e);
        } catch (StackOverflowError e) { // the schema, which anybody may have registered, is recursive, and so is Avro
            throw new SerializationException(
                    "The bytes are no %s: they are nested too deeply".formatted(type.getSimpleName()));
        }
        if (readsAsWritten && written instanceof AvroSchema avro && avro.ruleSet() == null) {
            SpecificData model = SpecificData.getForClass(type);
            readers.put(id, new SpecificDatumReader<>(avro.rawSchema(), model.getSchema(type), model));
        }
        return value;
    }

    static byte[] envelope(int schemaId) {
        return ByteBuffer.allocate(ENVELOPE_BYTES).put(MAGIC).putInt(schemaId).array();
    }

    /** Throws {@link SerializationException} if the bytes do not begin as Confluent's wire format does. */
    static int schemaId(byte[] bytes) {
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
    private ParsedSchema fetchSchema(String topic, int id) {
        try {
            return inner.getSchemaRegistryClient().getSchemaBySubjectAndId(topic + "-value", id);
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
        String told = cause instanceof RestClientException refusal
                ? "status %d, %s".formatted(refusal.getStatus(), refusal.getMessage())
                : cause.toString();
        return new RegistryUnavailableException(
                "The schema registry gave no answer on schema id %d: %s".formatted(id, told), cause);
    }

    @Override
    public void close() {
        inner.close();
    }
}
