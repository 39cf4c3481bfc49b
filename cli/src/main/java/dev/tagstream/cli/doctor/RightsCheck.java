package dev.tagstream.cli.doctor;

import dev.tagstream.cli.access.Grant;
import dev.tagstream.common.kafka.BrokerAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Asks brokers what the login that asks may do, and changes nothing there. Of a transactional id only brokers' readiness to talk
 * about it is known, which writing implies.
 */
public final class RightsCheck {
    private static final String PROBE = "doctor"; // behind what a transactional id begins with

    private final Admin admin;

    public RightsCheck(Admin admin) {
        this.admin = admin;
    }

    /** What of the grants the login lacks, one a line, for instance {@code write topic predictions}; empty if nothing. */
    public List<String> missing(List<Grant> grants) {
        List<String> missing = new ArrayList<>(ofTopics(grants.stream()
                .filter(grant -> grant.resource() == ResourceType.TOPIC)
                .toList()));
        for (Grant grant : grants) {
            if (question(grant).filter(RightsCheck::isRefused).isPresent()) {
                missing.add(told(grant, grant.operationsText()));
            }
        }
        return missing;
    }

    /** Of what is no topic: something harmless that is answered only to who has the right. */
    private Optional<KafkaFuture<?>> question(Grant grant) {
        return switch (grant.resource()) {
            case GROUP -> Optional.of(groupQuestion(grant));
            case TRANSACTIONAL_ID -> Optional.of(transactionQuestion(grant));
            default -> Optional.empty();
        };
    }

    private List<String> ofTopics(List<Grant> grants) {
        Map<String, Grant> byName = new LinkedHashMap<>();
        grants.forEach(grant -> byName.put(grant.name(), grant));
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        byName.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> missing = new ArrayList<>();
        byName.forEach((name, grant) -> {
            try {
                Set<AclOperation> allowed = BrokerAnswer.await(Objects.requireNonNull(answers.get(name)))
                        .authorizedOperations();
                lacking(grant, allowed == null ? Set.of() : allowed).ifPresent(missing::add);
            } catch (AuthorizationException e) {
                missing.add(told(grant, grant.operationsText()));
            } catch (UnknownTopicOrPartitionException e) {
                if (grant.operations().contains(AclOperation.CREATE) && isRefused(creationQuestion(name))) {
                    missing.add(told(grant, "create"));
                }
            }
        });
        return missing;
    }

    private static Optional<String> lacking(Grant grant, Set<AclOperation> allowed) {
        Set<String> lacking = new TreeSet<>();
        for (AclOperation operation : grant.operations()) {
            if (!allowed.contains(operation)) {
                lacking.add(Grant.text(operation));
            }
        }
        return lacking.isEmpty() ? Optional.empty() : Optional.of(told(grant, String.join(", ", lacking)));
    }

    /** Committing no offsets asks for what reading in a group needs, and leaves the group as it is. */
    private KafkaFuture<?> groupQuestion(Grant grant) {
        return grant.operations().contains(AclOperation.READ)
                ? admin.alterConsumerGroupOffsets(grant.name(), Map.of()).all()
                : admin.listConsumerGroupOffsets(grant.name()).partitionsToOffsetAndMetadata();
    }

    private KafkaFuture<?> transactionQuestion(Grant grant) {
        String id = grant.pattern() == PatternType.PREFIXED ? grant.name() + PROBE : grant.name();
        return admin.describeTransactions(List.of(id)).all();
    }

    private KafkaFuture<?> creationQuestion(String topic) {
        return admin.createTopics(
                        List.of(new NewTopic(topic, Optional.of(1), Optional.of((short) 1))),
                        new CreateTopicsOptions().validateOnly(true))
                .all();
    }

    private static boolean isRefused(KafkaFuture<?> question) {
        try {
            BrokerAnswer.await(question);
            return false;
        } catch (AuthorizationException e) {
            return true;
        } catch (KafkaException e) {
            return false; // there is no such transaction or group yet, say: it was allowed to ask
        }
    }

    private static String told(Grant grant, String operations) {
        return "%s %s %s".formatted(operations, grant.resourceText(), grant.nameText());
    }
}
