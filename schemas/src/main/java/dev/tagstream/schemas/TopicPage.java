package dev.tagstream.schemas;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints topics as a Markdown page. */
final class TopicPage {
    private static final String HEAD = """
            # Topics

            Printed from the catalogue `dev.tagstream.schemas.Topics`; a test compares this page with it. Names stand without
            the installation's prefix. Values are Avro under the Confluent wire format, subject `<topic>-value`; every field
            has a doc sentence in its schema under `schemas/src/main/avro`.

            | topic | key | value | partitions | kept | timestamp | largest batch |
            |---|---|---|---|---|---|---|
            """;

    private TopicPage() {}

    static String of(List<TopicSpec> topics) {
        StringBuilder page = new StringBuilder(HEAD);
        for (TopicSpec topic : topics) {
            page.append("| `%s` | %s (%s) | %s | %s | %s | %s | %,d bytes |\n"
                    .formatted(
                            topic.name(),
                            topic.keyDoc(),
                            topic.key() == KeyFormat.STRING ? "text" : "bytes",
                            topic.value().getSimpleName(),
                            topic.fixedPartitions() ? topic.partitions() : topic.partitions() + " by default",
                            kept(topic.compacted(), topic.retention()),
                            topic.timestamps().kafkaName(),
                            topic.maxMessageBytes()));
        }
        for (TopicSpec topic : topics) {
            page.append("\n**%s.** %s\n".formatted(topic.name(), topic.doc()));
        }
        return page.toString();
    }

    private static String kept(boolean compacted, @Nullable Duration retention) {
        if (compacted) {
            return "last of each key";
        }
        return retention == null ? "forever" : retention.toDays() + " days";
    }
}
