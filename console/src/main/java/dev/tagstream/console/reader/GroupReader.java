package dev.tagstream.console.reader;

import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.common.kafka.GroupLag;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers who is in the processors' groups and how far they have read. */
final class GroupReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What Kafka Streams puts behind the {@code client.id} for each thread's consumer. */
    private static final Pattern THREAD = Pattern.compile("-StreamThread-\\d+-consumer$");

    private record ProcessName(String id, String host) {}

    private final Admin admin;
    private final Installation installation;

    private GroupReader(Admin admin, Installation installation) {
        this.admin = admin;
        this.installation = installation;
    }

    static GroupReader open(Installation installation) {
        Map<String, Object> client = new HashMap<>(installation.kafka());
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
        client.put(AdminClientConfig.CLIENT_ID_CONFIG, "tagstream-console-admin");
        return new GroupReader(Admin.create(client), installation);
    }

    /** @throws KafkaException if the brokers give no answer, or not to this login */
    ConsumerGroupView read() {
        List<ConsumerGroupView.Instance> instances = new ArrayList<>();
        long unread = 0;
        int partitions = 0;
        for (RequestLane lane : RequestLane.values()) {
            Map<Integer, Long> lags = lags(lane);
            unread += lags.values().stream().mapToLong(Long::longValue).sum();
            partitions += lags.size();
            instances.addAll(instances(lane, lags));
        }
        return new ConsumerGroupView(instances, unread, partitions);
    }

    private Map<Integer, Long> lags(RequestLane lane) {
        List<TopicPartition> partitions =
                partitions(installation.topics().requests(lane).name());
        return GroupLag.read(admin, group(lane), partitions, PATIENCE).entrySet().stream()
                .collect(Collectors.toMap(
                        lag -> lag.getKey().partition(), lag -> lag.getValue().records()));
    }

    private List<TopicPartition> partitions(String topic) {
        try {
            return BrokerAnswer.await(admin.describeTopics(List.of(topic)).allTopicNames(), PATIENCE).values().stream()
                    .flatMap(found -> found.partitions().stream())
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        } catch (UnknownTopicOrPartitionException e) {
            return List.of();
        }
    }

    private List<ConsumerGroupView.Instance> instances(RequestLane lane, Map<Integer, Long> lags) {
        Map<ProcessName, List<MemberDescription>> processes =
                new TreeMap<>(Comparator.comparing(ProcessName::id).thenComparing(ProcessName::host));
        for (MemberDescription member : members(group(lane))) {
            ProcessName process = new ProcessName(
                    THREAD.matcher(member.clientId()).replaceFirst(""),
                    member.host().replaceFirst("^/", ""));
            processes.computeIfAbsent(process, any -> new ArrayList<>()).add(member);
        }
        String topic = installation.topics().requests(lane).name();
        return processes.entrySet().stream()
                .map(process -> {
                    List<Integer> partitions = process.getValue().stream()
                            .flatMap(member -> member.assignment().topicPartitions().stream())
                            .filter(partition -> partition.topic().equals(topic))
                            .map(TopicPartition::partition)
                            .sorted()
                            .toList();
                    return new ConsumerGroupView.Instance(
                            process.getKey().id(),
                            process.getKey().host(),
                            lane,
                            process.getValue().size(),
                            partitions,
                            partitions.stream()
                                    .mapToLong(partition -> lags.getOrDefault(partition, 0L))
                                    .sum());
                })
                .toList();
    }

    private Collection<MemberDescription> members(String group) {
        try {
            return BrokerAnswer.await(
                            admin.describeConsumerGroups(List.of(group)).all(), PATIENCE)
                    .values()
                    .stream()
                    .flatMap(found -> found.members().stream())
                    .toList();
        } catch (GroupIdNotFoundException e) {
            return List.of();
        }
    }

    private String group(RequestLane lane) {
        return lane.applicationId(installation.processorId());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
