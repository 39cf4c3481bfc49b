package dev.tagstream.cli.local;

import dev.tagstream.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the catalogue's topics on a single-node broker. */
final class LocalTopics {
    private static final short ONE_REPLICA = 1;
    private static final long LIMIT_SECONDS = 60;

    private LocalTopics() {}

    /**
     * Creates the topics that are absent and leaves those that exist as they are.
     *
     * @return how many were created
     */
    static int create(String bootstrapServers, Topics topics, int partitions) {
        List<NewTopic> wanted = topics.all().stream()
                .map(topic -> topic.newTopic(partitions, ONE_REPLICA))
                .toList();
        int created = 0;
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (KafkaFuture<Void> answer : admin.createTopics(wanted).values().values()) {
                created += await(answer) ? 1 : 0;
            }
        }
        return created;
    }

    private static boolean await(KafkaFuture<Void> answer) {
        try {
            answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new LocalStackException("A topic cannot be created: " + e.getCause() + ".", e);
        } catch (TimeoutException e) {
            throw new LocalStackException("Kafka did not create a topic within " + LIMIT_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("The creation of topics was interrupted.", e);
        }
    }
}
