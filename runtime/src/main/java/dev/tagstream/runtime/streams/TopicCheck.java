package dev.tagstream.runtime.streams;

import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.schemas.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Looks before the start whether the brokers answer and the topics are there, since Kafka itself tells it much less clearly. */
public final class TopicCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TopicCheck() {}

    /**
     * Throws {@link ServiceFailure} with a sentence for a person.
     *
     * @param kafka further settings of the clients, by their names
     */
    public static void requireTopics(String bootstrapServers, Map<String, Object> kafka, List<TopicSpec> needed) {
        Set<String> there = names(bootstrapServers, kafka);
        List<String> missing = needed.stream()
                .map(TopicSpec::name)
                .filter(name -> !there.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new ServiceFailure(
                    "the brokers at %s have no topics %s; create them first, or check topic.prefix and the rights of this login"
                            .formatted(bootstrapServers, missing),
                    null);
        }
    }

    /**
     * For topics whose records meet by their keys. Throws {@link ServiceFailure} with a sentence for a person.
     *
     * @param kafka further settings of the clients, by their names
     */
    public static void requireSamePartitions(
            String bootstrapServers, Map<String, Object> kafka, List<TopicSpec> topics) {
        List<String> names = topics.stream().map(TopicSpec::name).toList();
        Map<String, Integer> partitions = new TreeMap<>();
        ask(bootstrapServers, kafka, admin -> admin.describeTopics(names).allTopicNames())
                .forEach(
                        (name, topic) -> partitions.put(name, topic.partitions().size()));
        if (Set.copyOf(partitions.values()).size() > 1) {
            throw new ServiceFailure(
                    "topics whose records have to meet have different numbers of partitions: %s; create them with the same number"
                            .formatted(partitions),
                    null);
        }
    }

    private static Set<String> names(String bootstrapServers, Map<String, Object> kafka) {
        return ask(bootstrapServers, kafka, admin -> admin.listTopics().names());
    }

    private static <T> T ask(
            String bootstrapServers, Map<String, Object> kafka, Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = admin(bootstrapServers, kafka)) {
            return BrokerAnswer.await(question.apply(admin), PATIENCE);
        } catch (InterruptException e) {
            throw new ServiceFailure("interrupted while waiting for the brokers", e);
        } catch (KafkaException e) {
            throw noAnswer(bootstrapServers, e, e);
        }
    }

    private static Admin admin(String bootstrapServers, Map<String, Object> kafka) {
        Map<String, Object> client = new HashMap<>(kafka);
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw noAnswer(bootstrapServers, e, e.getCause() == null ? e : e.getCause());
        }
    }

    private static ServiceFailure noAnswer(String bootstrapServers, KafkaException e, Throwable reason) {
        return new ServiceFailure(
                "the brokers at %s give no answer: %s".formatted(bootstrapServers, reason.getMessage()), e);
    }
}
