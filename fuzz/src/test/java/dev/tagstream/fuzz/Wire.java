package dev.tagstream.fuzz;

import dev.tagstream.schemas.AvroSerdes;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Records under the Confluent wire format, with a registry that has the schema of a record under id 1, and under further ids the
 * schemas of somebody who means harm: any client that may write to the registry at all can register them.
 */
public final class Wire<T extends SpecificRecord> {
    private static final String EXTRA = "\"fields\":[{\"name\":\"extra\",\"default\":%s,\"type\":%s},";
    private static final String CHAIN =
            "[\"null\",{\"type\":\"record\",\"name\":\"Chain\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Chain\"]}]}]";

    private final String topic;
    private final AvroSerdes serdes;
    private final Class<T> type;
    private final int ids;

    public Wire(String topic, Class<T> type, T example) {
        String scope = "fuzz-" + topic;
        this.topic = topic;
        this.type = type;
        this.serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + scope));
        bytes(example);
        this.ids = 1 + registerHostile(scope, example.getSchema().toString());
    }

    private int registerHostile(String scope, String schema) {
        SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(scope);
        List<String> hostile = List.of(
                schema.replaceFirst("\"fields\":\\[", EXTRA.formatted("null", CHAIN)),
                schema.replaceFirst("\"fields\":\\[", EXTRA.formatted("[]", "{\"type\":\"array\",\"items\":\"null\"}")),
                schema.replaceFirst("\"fields\":\\[", EXTRA.formatted("{}", "{\"type\":\"map\",\"values\":\"bytes\"}")),
                "\"string\"",
                "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"null\"}}");
        try {
            for (String text : hostile) {
                client.register(topic + "-value", new AvroSchema(new Schema.Parser().parse(text)));
            }
            return hostile.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RestClientException e) {
            throw new IllegalStateException(e);
        }
    }

    public Deserializer<T> deserializer() {
        return serdes.valueDeserializer(type);
    }

    public String topic() {
        return topic;
    }

    public byte[] bytes(T record) {
        try (Serializer<T> serializer = serdes.valueSerializer()) {
            return serializer.serialize(topic, record);
        }
    }

    /** Heads with every id, and lengths that lie: zigzag numbers from small to the largest. */
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        for (int id = 0; id <= ids + 1; id++) {
            words.add(head(id));
        }
        for (int bits = 6; bits < Long.SIZE; bits += 3) {
            words.add(zigzag(1L << bits));
            words.add(zigzag(-(1L << bits)));
        }
        words.add(zigzag(Long.MAX_VALUE));
        words.add(zigzag(Long.MIN_VALUE));
        return words;
    }

    /** A record whose extra field is a chain of so many records, for the first hostile schema. */
    public byte[] chained(T record, int links) {
        byte[] whole = bytes(record);
        ByteBuffer out = ByteBuffer.allocate(whole.length + links + 1).put(head(2));
        for (int i = 0; i < links; i++) {
            out.put((byte) 2);
        }
        return out.put((byte) 0)
                .put(whole, head(2).length, whole.length - head(2).length)
                .array();
    }

    /** A record whose extra field says it is a list of so many items, which take no bytes, for the second hostile schema. */
    public byte[] manyNothings(T record) {
        byte[] whole = bytes(record);
        byte[] many = zigzag(Long.MAX_VALUE >> 1);
        return ByteBuffer.allocate(whole.length + many.length + 1)
                .put(head(3))
                .put(many)
                .put((byte) 0)
                .put(whole, head(3).length, whole.length - head(3).length)
                .array();
    }

    private static byte[] head(int id) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 0).putInt(id).array();
    }

    private static byte[] zigzag(long number) {
        ByteBuffer out = ByteBuffer.allocate(10);
        long left = number << 1 ^ number >> 63;
        while ((left & ~0x7fL) != 0) {
            out.put((byte) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
