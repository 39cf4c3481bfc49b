package dev.tagstream.cli.doctor;

import dev.tagstream.cli.doctor.TopicState.Presence;
import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the catalogue's topics with those of a cluster. Changes nothing but where it says so. */
public final class TopicSurvey {
    private static final int USUAL_REPLICAS = 3;

    /** What decides whether records are understood, found or kept as they must be; the rest is how long and how safely. */
    private static final Set<String> DECISIVE =
            Set.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

    private static final String FIX = "`tagstream topics create --fix-settings` sets it.";

    private TopicSurvey() {}

    /** Brokers that keep each record unless somebody says otherwise: three, or as many as there are. */
    public static int usualReplicas(Admin admin) {
        return Math.min(
                USUAL_REPLICAS,
                BrokerAnswer.await(admin.describeCluster().nodes()).size());
    }

    /** All topics of the catalogue, in its order; throws {@link org.apache.kafka.common.KafkaException} where brokers fail. */
    public static List<TopicState> of(Admin admin, Topics topics) {
        return of(admin, topics, topics.all());
    }

    /** @param specs those of the catalogue to look at */
    public static List<TopicState> of(Admin admin, Topics topics, List<TopicSpec> specs) {
        int usualReplicas = usualReplicas(admin);
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        specs.stream().map(TopicSpec::name).toList())
                .topicNameValues();
        Map<String, TopicDescription> there = new HashMap<>();
        Map<String, TopicState> absent = new HashMap<>();
        for (TopicSpec spec : specs) {
            try {
                there.put(spec.name(), BrokerAnswer.await(Objects.requireNonNull(described.get(spec.name()))));
            } catch (UnknownTopicOrPartitionException e) {
                absent.put(spec.name(), TopicState.absent(spec, Presence.MISSING));
            } catch (AuthorizationException e) {
                absent.put(spec.name(), TopicState.absent(spec, Presence.HIDDEN));
            }
        }
        Map<String, Map<String, String>> settings = settings(admin, there.keySet());
        List<TopicState> states = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription topic = there.get(spec.name());
            states.add(
                    topic == null
                            ? Objects.requireNonNull(absent.get(spec.name()))
                            : state(
                                    spec,
                                    topic,
                                    there,
                                    topics,
                                    Optional.ofNullable(settings.get(spec.name())),
                                    usualReplicas));
        }
        return states;
    }

    /** Settings by topic, without those that the login may not see. */
    private static Map<String, Map<String, String>> settings(Admin admin, Set<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
            try {
                settings.put(resource.name(), values(BrokerAnswer.await(answer)));
            } catch (AuthorizationException e) {
                // told as settings not shown
            }
        });
        return settings;
    }

    private static Map<String, String> values(Config config) {
        Map<String, String> values = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            values.put(entry.name(), String.valueOf(entry.value()));
        }
        return values;
    }

    private static TopicState state(
            TopicSpec spec,
            TopicDescription topic,
            Map<String, TopicDescription> there,
            Topics topics,
            Optional<Map<String, String>> settings,
            int usualReplicas) {
        int partitions = topic.partitions().size();
        int replicas = topic.partitions().get(0).replicas().size();
        List<TopicDifference> differences = new ArrayList<>();
        partitionDifference(spec, partitions, there, topics).ifPresent(differences::add);
        replicaDifferences(topic, replicas, usualReplicas, differences);
        settings.ifPresent(found -> settingDifferences(spec, replicas, found, differences));
        return new TopicState(spec, Presence.PRESENT, partitions, replicas, settings.isPresent(), differences);
    }

    private static Optional<TopicDifference> partitionDifference(
            TopicSpec spec, int partitions, Map<String, TopicDescription> there, Topics topics) {
        if (spec.fixedPartitions()) {
            return partitions == spec.partitions()
                    ? Optional.empty()
                    : Optional.of(partitions(
                            partitions,
                            String.valueOf(spec.partitions()),
                            "Partitions can't be taken away: stop what uses it, keep what it holds (`tagstream tags export`), delete it"
                                    + " with kafka-topics.sh and run `tagstream topics create`."));
        }
        TopicDescription leading = there.get(topics.predictions().name());
        boolean meets = topics.meetingPredictions().stream()
                .anyMatch(other -> other.name().equals(spec.name()));
        if (!meets || leading == null || leading.partitions().size() == partitions) {
            return Optional.empty();
        }
        int wanted = leading.partitions().size();
        return Optional.of(partitions(
                partitions,
                "%d, as many as of %s".formatted(wanted, leading.name()),
                partitions < wanted
                        ? "`kafka-topics.sh --alter --topic %s --partitions %d` adds them."
                                .formatted(spec.name(), wanted)
                        : "`kafka-topics.sh --alter --topic %s --partitions %d` adds them there."
                                .formatted(leading.name(), partitions)));
    }

    private static TopicDifference partitions(int found, String wanted, String remedy) {
        return new TopicDifference(
                Level.WRONG, "the number of partitions", String.valueOf(found), wanted, false, remedy);
    }

    private static void replicaDifferences(
            TopicDescription topic, int replicas, int usual, List<TopicDifference> differences) {
        long leaderless = topic.partitions().stream()
                .filter(partition ->
                        partition.leader() == null || partition.leader().isEmpty())
                .count();
        if (leaderless > 0) {
            differences.add(new TopicDifference(
                    Level.WRONG,
                    "the number of partitions without a leader",
                    String.valueOf(leaderless),
                    "0",
                    false,
                    "Bring the brokers back that have them."));
        }
        long behind = topic.partitions().stream().filter(TopicSurvey::isBehind).count();
        if (behind > 0) {
            differences.add(new TopicDifference(
                    Level.WARNING,
                    "the number of partitions with replicas behind",
                    String.valueOf(behind),
                    "0",
                    false,
                    "Look at the brokers: one is away or slow."));
        }
        if (replicas < usual) {
            differences.add(new TopicDifference(
                    Level.WARNING,
                    "the number of replicas",
                    String.valueOf(replicas),
                    String.valueOf(usual),
                    false,
                    "kafka-reassign-partitions.sh adds some; with one, a lost broker is lost records."));
        }
    }

    private static boolean isBehind(TopicPartitionInfo partition) {
        return partition.isr().size() < partition.replicas().size();
    }

    private static void settingDifferences(
            TopicSpec spec, int replicas, Map<String, String> found, List<TopicDifference> differences) {
        wanted(spec, replicas).forEach((key, wanted) -> {
            String value = found.getOrDefault(key, "not set");
            if (!value.equals(wanted)) {
                differences.add(new TopicDifference(level(key, value, wanted), key, value, wanted, true, FIX));
            }
        });
    }

    private static Level level(String key, String found, String wanted) {
        boolean tooSmall = key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                && found.matches("\\d{1,18}")
                && Long.parseLong(found) < Long.parseLong(wanted);
        return DECISIVE.contains(key) || tooSmall ? Level.WRONG : Level.WARNING;
    }

    private static Map<String, String> wanted(TopicSpec spec, int replicas) {
        return new TreeMap<>(spec.newTopic((short) replicas).configs());
    }

    /** Those that have settings to be put right. */
    public static List<TopicState> withFixableSettings(List<TopicState> states) {
        return states.stream().filter(state -> !state.settable().isEmpty()).toList();
    }

    /** Sets what differs and can be set; returns the topics that were changed, as they were before. */
    public static List<TopicState> fixSettings(Admin admin, List<TopicState> states) {
        List<TopicState> fixable = withFixableSettings(states);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicState state : fixable) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, state.spec().name()),
                    state.settable().stream()
                            .map(difference -> new AlterConfigOp(
                                    new ConfigEntry(difference.what(), difference.wanted()), AlterConfigOp.OpType.SET))
                            .toList());
        }
        if (!changes.isEmpty()) {
            BrokerAnswer.await(admin.incrementalAlterConfigs(changes).all());
        }
        return fixable;
    }
}
