package dev.tagstream.cli.admin;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the catalogue's topics. */
public final class MissingTopics {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private MissingTopics() {}

    /**
     * Creates the topics that are absent and leaves those that exist as they are.
     *
     * @param partitions of each topic whose number is not fixed
     * @return names of those created
     * @throws TagstreamException with the first that can't be
     */
    public static List<String> create(Admin admin, Topics topics, int partitions, short replicas) {
        List<NewTopic> wanted = topics.all().stream()
                .map(topic -> topic.newTopic(partitions, replicas))
                .toList();
        List<String> created = new ArrayList<>();
        admin.createTopics(wanted).values().forEach((name, answer) -> {
            if (await(name, answer)) {
                created.add(name);
            }
        });
        return created;
    }

    private static boolean await(String name, KafkaFuture<Void> answer) {
        try {
            BrokerAnswer.await(answer, LIMIT);
            return true;
        } catch (TopicExistsException e) {
            return false;
        } catch (TimeoutException e) {
            throw new TagstreamException(
                    "Kafka did not create the topic %s within %d s.".formatted(name, LIMIT.toSeconds()), e);
        } catch (InterruptException e) {
            throw new TagstreamException("The creation of topics was interrupted.", e);
        } catch (KafkaException e) {
            throw new TagstreamException("The topic %s cannot be created: %s".formatted(name, e.getMessage()), e);
        }
    }
}
