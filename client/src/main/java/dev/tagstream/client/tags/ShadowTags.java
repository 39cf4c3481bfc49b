package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.schemas.TagVersion;
import java.util.Map;

/** Candidates that are tried out beside the function tags in use. */
public final class ShadowTags {
    private ShadowTags() {}

    /** By name of the function. */
    public static Map<String, TagVersion> read(KafkaConnection connection) {
        return TopicRecords.latest(connection, connection.topics().shadowTags(), TagVersion.class);
    }

    /** The candidate of one function, or {@link TagstreamException} with the remedy. */
    public static TagVersion require(KafkaConnection connection, String name) {
        TagVersion candidate = read(connection).get(name);
        if (candidate == null) {
            throw new TagstreamException(
                    "No candidate of %s is on trial; `tagstream tags shadow` starts one.".formatted(name));
        }
        return candidate;
    }
}
