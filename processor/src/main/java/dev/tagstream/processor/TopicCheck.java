package dev.tagstream.processor;

import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Looks before the start whether the brokers answer and the topics are there, since Kafka itself tells it much less clearly. */
final class TopicCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TopicCheck() {}

    /** Throws {@link ProcessorFailure} with a sentence for a person. */
    static void requireTopics(ProcessorConfig config) {
        Set<String> there = names(config);
        List<String> missing = needed(config.topics()).stream()
                .map(TopicSpec::name)
                .filter(name -> !there.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new ProcessorFailure(
                    "the brokers at %s have no topics %s; create them first, or check topic.prefix"
                            .formatted(config.bootstrapServers(), missing),
                    null);
        }
    }

    private static List<TopicSpec> needed(Topics topics) {
        return List.of(
                topics.screeningRequests(),
                topics.predictions(),
                topics.rejectedRecords(),
                topics.domainTags(),
                topics.functionTags(),
                topics.shadowTags(),
                topics.shadowPredictions());
    }

    private static Set<String> names(ProcessorConfig config) {
        Map<String, Object> client = new HashMap<>(config.kafka());
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            return admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ProcessorFailure(
                    "the brokers at %s give no answer: %s".formatted(config.bootstrapServers(), reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessorFailure("interrupted while waiting for the brokers", e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause();
        return String.valueOf((cause == null ? e : cause).getMessage());
    }
}
