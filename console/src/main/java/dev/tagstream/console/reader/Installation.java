package dev.tagstream.console.reader;

import dev.tagstream.schemas.Topics;
import java.util.Map;

/**
 * What is read, and how one gets there.
 *
 * @param kafka further settings of Kafka's clients, by their names
 * @param registry settings of the Schema Registry client, by its own names
 * @param processorId the processors' {@code application.id}
 */
public record Installation(
        String bootstrapServers,
        Map<String, Object> kafka,
        Map<String, Object> registry,
        Topics topics,
        String processorId) {}
