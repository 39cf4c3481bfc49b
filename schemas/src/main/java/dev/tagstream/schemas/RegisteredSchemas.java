package dev.tagstream.schemas;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificData;

/** What a registry holds of the catalogue's schemas. Asks and registers nothing; {@link AvroSerdes#registered} makes it. */
public final class RegisteredSchemas implements AutoCloseable {
    private final KafkaAvroSerializer holder =
            new KafkaAvroSerializer(); // makes a client of the settings, as the serdes do

    RegisteredSchemas(Map<String, Object> config) {
        holder.configure(config, false);
    }

    private interface Question<T> {
        T ask(SchemaRegistryClient client) throws IOException, RestClientException;
    }

    /** Names of all subjects; throws {@link RegistryUnavailableException}. */
    public Set<String> subjects() {
        return Set.copyOf(ask("subjects", SchemaRegistryClient::getAllSubjects));
    }

    /** Those topics of whose subject the registry would refuse this program's schema; throws {@link RegistryUnavailableException}. */
    public List<TopicSpec> refused(List<TopicSpec> topics) {
        Set<String> subjects = subjects();
        return topics.stream()
                .filter(topic -> subjects.contains(subject(topic)))
                .filter(topic -> !ask(
                        "compatibility of " + subject(topic),
                        client -> client.testCompatibility(
                                subject(topic),
                                new AvroSchema(SpecificData.get().getSchema(topic.value())))))
                .toList();
    }

    private static String subject(TopicSpec topic) {
        return topic.name() + "-value";
    }

    private <T> T ask(String what, Question<T> question) {
        try {
            return question.ask(holder.getSchemaRegistryClient());
        } catch (RestClientException e) {
            throw new RegistryUnavailableException(
                    "The schema registry gave no answer on %s: status %d, %s"
                            .formatted(what, e.getStatus(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "The schema registry gave no answer on %s: %s".formatted(what, e), e);
        }
    }

    @Override
    public void close() {
        holder.close();
    }
}
