package dev.tagstream.cli.verb;

import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.runtime.tags.TagCodec;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts tags on their compacted topic and into the history, all in one transaction, each as the next version of its name. */
final class TagPublisher {
    private static final Pattern HISTORY_KEY = Pattern.compile("(.+)@(\\d{1,18})");

    private final KafkaConnection connection;

    TagPublisher(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Publishes what is not in use already, and returns it under the numbers it got. */
    List<TagVersion> publish(TagBundle bundle) {
        TagCatalogue inUse = TagCatalogue.read(connection);
        Map<String, Long> numbers = lastNumbers();
        Map<String, Long> byContent = new HashMap<>();
        List<TagVersion> fresh = new ArrayList<>();
        for (TagVersion version : bundle.versions()) {
            Optional<TagVersion> current = inUse.find(version.getKind(), version.getName());
            if (current.isPresent() && current.get().getSha256().equals(version.getSha256())) {
                byContent.put(version.getSha256(), current.get().getVersion());
            } else {
                long last = Math.max(
                        numbers.getOrDefault(version.getName(), 0L),
                        current.map(TagVersion::getVersion).orElse(0L));
                byContent.put(version.getSha256(), last + 1);
                fresh.add(TagCodec.renumbered(withParents(version, byContent), last + 1));
            }
        }
        if (!fresh.isEmpty()) {
            send(fresh);
        }
        return fresh;
    }

    /** The highest number each name ever had, so that none is used twice, not even that of a tag that was withdrawn. */
    private Map<String, Long> lastNumbers() {
        Map<String, Long> numbers = new HashMap<>();
        try (TopicReader reader = TopicReader.open(
                connection, List.of(connection.topics().tagHistory().name()))) {
            reader.readToGoal(record -> {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                Matcher parts = HISTORY_KEY.matcher(key);
                if (parts.matches()) {
                    numbers.merge(parts.group(1), Long.parseLong(parts.group(2)), Math::max);
                }
            });
        }
        return numbers;
    }

    /** A folder knows its domain tags by content only; here they get the numbers they have on the topic. */
    private static TagVersion withParents(TagVersion version, Map<String, Long> byContent) {
        return TagVersion.newBuilder(version)
                .setParents(version.getParents().stream()
                        .map(parent -> new TagReference(
                                parent.getName(),
                                byContent.getOrDefault(parent.getSha256(), parent.getVersion()),
                                parent.getSha256()))
                        .toList())
                .build();
    }

    private void send(List<TagVersion> versions) {
        Topics topics = connection.topics();
        Map<String, ?> transactional = Map.of("transactional.id", "tagstream-tags-" + UUID.randomUUID());
        try (KafkaProducer<String, TagVersion> producer =
                connection.writer(connection.serdes().valueSerializer(), transactional)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (TagVersion version : versions) {
                String topic = version.getKind() == TagKind.DOMAIN
                        ? topics.domainTags().name()
                        : topics.functionTags().name();
                String name = version.getName();
                send(producer, topic, name, version);
                send(producer, topics.tagHistory().name(), name + "@" + version.getVersion(), version);
            }
            producer.commitTransaction();
        }
    }

    /** A failed send makes the commit fail, so its future need not be asked. */
    private static void send(KafkaProducer<String, TagVersion> producer, String topic, String key, TagVersion version) {
        var unused = producer.send(new ProducerRecord<>(topic, key, version));
    }
}
