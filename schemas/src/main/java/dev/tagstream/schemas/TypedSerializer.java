package dev.tagstream.schemas;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Confluent's serializer, asked once for each topic: it registers the schema or looks it up, and what it writes begins with the
 * schema's id. Later records get the same head and are encoded here, without the look-ups that cost more than the encoding.
 * Whatever fails here is left to Confluent's, so that errors are its own. For any number of threads.
 */
final class TypedSerializer<T extends SpecificRecord> implements Serializer<T> {
    private static final int FIRST_CAPACITY = 1024;

    /** How records of a type are written to a topic. */
    private record Known(Class<?> type, int schemaId, SpecificDatumWriter<SpecificRecord> writer) {
        static Known from(SpecificRecord value, byte[] written) {
            return new Known(
                    value.getClass(),
                    TypedDeserializer.schemaId(written),
                    new SpecificDatumWriter<>(value.getSchema()));
        }

        byte[] write(SpecificRecord value) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_CAPACITY);
            out.write(TypedDeserializer.envelope(schemaId));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        }
    }

    private final KafkaAvroSerializer inner;
    private final boolean writesOwnSchemas;
    private final Map<String, Known> byTopic = new ConcurrentHashMap<>();

    /** @param writesOwnSchemas false where settings choose another schema than the record's own, so that only Confluent's knows it */
    TypedSerializer(KafkaAvroSerializer inner, boolean writesOwnSchemas) {
        this.inner = inner;
        this.writesOwnSchemas = writesOwnSchemas;
    }

    @Override
    public byte[] serialize(String topic, T value) {
        if (value == null || !writesOwnSchemas) {
            return inner.serialize(topic, value);
        }
        Known known = byTopic.get(topic);
        if (known == null || !known.type().equals(value.getClass())) {
            byte[] bytes = inner.serialize(topic, value);
            byTopic.put(topic, Known.from(value, bytes));
            return bytes;
        }
        try {
            return known.write(value);
        } catch (IOException | RuntimeException e) {
            return inner.serialize(topic, value);
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
