package dev.tagstream.cli.verb;

import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.runtime.tags.TagCodec;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts tags on their compacted topic and into the history, all in one transaction, each as the next version of its name. */
final class TagPublisher {
    private final KafkaConnection connection;

    TagPublisher(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Publishes what is not in use already, and returns it under the numbers it got. */
    List<TagVersion> publish(TagBundle bundle) {
        TagCatalogue inUse = TagCatalogue.read(connection);
        List<TagVersion> fresh = new ArrayList<>();
        for (TagVersion version : bundle.versions()) {
            Optional<TagVersion> current = inUse.find(version.getKind(), version.getName());
            if (current.isEmpty() || !current.get().getSha256().equals(version.getSha256())) {
                fresh.add(TagCodec.renumbered(
                        version, 1 + current.map(TagVersion::getVersion).orElse(0L)));
            }
        }
        if (!fresh.isEmpty()) {
            send(fresh);
        }
        return fresh;
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
