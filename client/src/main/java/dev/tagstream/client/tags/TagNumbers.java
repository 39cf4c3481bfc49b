package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The highest number each tag's name ever had, so that none is used twice, not even that of a tag that was withdrawn. */
final class TagNumbers {
    private final Map<String, Long> last = new HashMap<>();

    /** Reads the keys of the history. */
    static TagNumbers read(KafkaConnection connection) {
        TagNumbers numbers = new TagNumbers();
        try (TopicScan reader =
                connection.scan(List.of(connection.topics().tagHistory().name()))) {
            reader.readToGoal(record -> {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                TagHistoryKey.parse(key).ifPresent(of -> numbers.last.merge(of.name(), of.version(), Math::max));
            });
        }
        return numbers;
    }

    /** @param tags those on the topic count as well, for they may have been published by other means */
    long next(TagKind kind, String name, TagCatalogue tags) {
        long used = tags.find(kind, name).map(TagVersion::getVersion).orElse(0L);
        long refused =
                tags.refusal(kind, name).map(TagCatalogue.Refusal::version).orElse(0L);
        return Math.max(last.getOrDefault(name, 0L), Math.max(used, refused)) + 1;
    }
}
