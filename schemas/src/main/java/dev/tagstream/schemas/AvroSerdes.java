package dev.tagstream.schemas;

import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.subject.TopicNameStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes the serdes of record values: Avro under the Confluent wire format (a zero byte, the schema's id in four bytes, the
 * record), subject {@code <topic>-value}.
 *
 * <p>A deserializer reads whatever version a record was written with and resolves it to the asked type. It throws
 * {@link org.apache.kafka.common.errors.SerializationException} for bytes that are no such record, {@link
 * UnknownSchemaException} among them, and {@link RegistryUnavailableException} where the record is not to blame. This and the
 * serdes it makes may be used by any number of threads.
 */
public final class AvroSerdes {
    /**
     * How long the registry's client tries before it gives up, in all below the ten seconds that a transaction of Kafka Streams
     * lasts by default. Confluent's own defaults wait four minutes for a registry that accepts connections and stays silent; a
     * stream thread that waits so long loses its transaction, and its partitions too.
     */
    static final Map<String, Integer> PATIENCE = Map.of(
            "http.connect.timeout.ms", 2_000,
            "http.read.timeout.ms", 4_000,
            "max.retries", 1,
            "retries.wait.ms", 200,
            "retries.max.wait.ms", 200);

    static {
        AvroLimits.apply();
    }

    /** Settings that let Confluent's serdes choose a schema that is not the record's own. */
    private static final List<String> SCHEMA_CHOICES =
            List.of("use.latest.version", "use.latest.with.metadata", "use.schema.id");

    private final Map<String, Object> config;
    private final boolean ownSchemas;

    /**
     * @param registryConfig settings of the Schema Registry client by Confluent's names, {@code schema.registry.url} at
     *     least. {@code mock://scope} keeps a registry inside this JVM. Schemas are registered on first use unless
     *     {@code auto.register.schemas} is false. Timeouts and retries are shorter than Confluent's unless given. Keys that begin
     *     with {@code ssl.} are the client's for TLS by Kafka's names; a user and password in {@code basic.auth.user.info} or in
     *     the address, or a {@code bearer.auth.token}, are used without further settings.
     */
    public AvroSerdes(Map<String, ?> registryConfig) {
        Map<String, Object> merged = new HashMap<>(PATIENCE);
        // Java's own string annotation would make a schema registered from elsewhere look like another one.
        merged.put(AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS, true);
        merged.put("avro.remove.java.properties", true);
        merged.putAll(RegistrySettings.forClient(registryConfig));
        merged.put(AbstractKafkaSchemaSerDeConfig.VALUE_SUBJECT_NAME_STRATEGY, TopicNameStrategy.class);
        merged.put("schema.reflection", false);
        merged.put(KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true);
        this.config = Map.copyOf(merged);
        this.ownSchemas = SCHEMA_CHOICES.stream()
                .map(merged::get)
                .allMatch(choice -> choice == null || choice.toString().equalsIgnoreCase("false"));
    }

    /** A serde for values of {@code type}; the caller closes it. */
    public <T extends SpecificRecord> Serde<T> valueSerde(Class<T> type) {
        return Serdes.serdeFrom(valueSerializer(), valueDeserializer(type));
    }

    public <T extends SpecificRecord> Serializer<T> valueSerializer() {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(config, false);
        return new TypedSerializer<>(serializer, ownSchemas);
    }

    public <T extends SpecificRecord> Deserializer<T> valueDeserializer(Class<T> type) {
        Map<String, Object> typed = new HashMap<>(config);
        typed.put(KafkaAvroDeserializerConfig.SPECIFIC_AVRO_VALUE_TYPE_CONFIG, type);
        KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
        deserializer.configure(typed, false);
        return new TypedDeserializer<>(type, deserializer, ownSchemas);
    }

    /** What the registry holds; the caller closes it. */
    public RegisteredSchemas registered() {
        return new RegisteredSchemas(config);
    }
}
