package dev.tagstream.cli.verb;

import dev.tagstream.schemas.TagVersion;
import java.util.Map;

/** Candidates that are tried out beside the function tags in use. */
final class Trials {
    private Trials() {}

    /** By name of the function. */
    static Map<String, TagVersion> read(KafkaConnection connection) {
        return TopicRecords.latest(connection, connection.topics().shadowTags(), TagVersion.class);
    }

    /** The candidate of one function, or {@link VerbFailedException} with the remedy. */
    static TagVersion require(KafkaConnection connection, String name) {
        TagVersion candidate = read(connection).get(name);
        if (candidate == null) {
            throw new VerbFailedException(
                    "No candidate of %s is on trial; `tagstream tags shadow` starts one.".formatted(name));
        }
        return candidate;
    }
}
