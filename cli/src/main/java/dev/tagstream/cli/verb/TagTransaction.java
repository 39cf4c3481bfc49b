package dev.tagstream.cli.verb;

import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Changes of the tag topics that become visible together, or not at all. */
final class TagTransaction {
    private final KafkaConnection connection;
    private final Topics topics;
    private final List<ProducerRecord<String, TagVersion>> records = new ArrayList<>();

    TagTransaction(KafkaConnection connection) {
        this.connection = connection;
        this.topics = connection.topics();
    }

    /** Puts a version in use and into the history. */
    TagTransaction use(TagVersion version) {
        String topic = version.getKind() == TagKind.DOMAIN
                ? topics.domainTags().name()
                : topics.functionTags().name();
        add(topic, version.getName(), version);
        add(topics.tagHistory().name(), version.getName() + "@" + version.getVersion(), version);
        return this;
    }

    /** Tries a version out beside the one in use. */
    TagTransaction startTrial(TagVersion version) {
        add(topics.shadowTags().name(), version.getName(), version);
        return this;
    }

    TagTransaction endTrial(String name) {
        add(topics.shadowTags().name(), name, null);
        return this;
    }

    private void add(String topic, String key, @Nullable TagVersion version) {
        records.add(new ProducerRecord<>(topic, key, version));
    }

    void commit() {
        Map<String, ?> transactional = Map.of("transactional.id", "tagstream-tags-" + UUID.randomUUID());
        try (KafkaProducer<String, TagVersion> producer =
                connection.writer(connection.serdes().valueSerializer(), transactional)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (ProducerRecord<String, TagVersion> record : records) {
                var unused = producer.send(record); // a send that failed makes the commit fail
            }
            producer.commitTransaction();
        }
    }
}
