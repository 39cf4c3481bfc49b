package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All versions of one name that were ever published, and which of them is in use. */
public final class TagHistory {
    private final String name;
    private final NavigableMap<Long, TagVersion> versions = new TreeMap<>();
    private final Optional<TagVersion> inUse;

    private TagHistory(String name, Optional<TagVersion> inUse) {
        this.name = name;
        this.inUse = inUse;
    }

    public static TagHistory read(KafkaConnection connection, String name) {
        return read(connection, name, TagCatalogue.read(connection));
    }

    public static TagHistory read(KafkaConnection connection, String name, TagCatalogue tags) {
        TagHistory history = new TagHistory(name, tags.function(name).or(() -> tags.find(TagKind.DOMAIN, name)));
        TopicRecords.visit(
                connection,
                connection.topics().tagHistory(),
                TagVersion.class,
                key -> TagHistoryKey.parse(key)
                        .filter(entry -> entry.name().equals(name))
                        .isPresent(),
                (key, version) -> history.put(version));
        history.inUse.ifPresent(history::put); // in case it was published by other means
        return history;
    }

    private void put(@Nullable TagVersion version) {
        if (version != null) {
            versions.put(version.getVersion(), version);
        }
    }

    /** In the order of their numbers. */
    public Collection<TagVersion> versions() {
        return versions.values();
    }

    Optional<TagVersion> inUse() {
        return inUse;
    }

    public boolean isInUse(TagVersion version) {
        return inUse.map(TagVersion::getVersion)
                .filter(number -> number == version.getVersion())
                .isPresent();
    }

    /** The version of that number, or the one in use; {@link TagstreamException} if there is none. */
    public TagVersion require(Optional<Long> number) {
        if (versions.isEmpty()) {
            throw new TagstreamException(
                    "No version of %s was ever published; `tagstream tags list` lists the tags.".formatted(name));
        }
        if (number.isEmpty()) {
            return inUse.orElseThrow(
                    () -> new TagstreamException("No version of %s is in use; name one of its history, such as %s@%d."
                            .formatted(name, name, versions.lastKey())));
        }
        TagVersion version = versions.get(number.get());
        if (version == null) {
            throw new TagstreamException("%s has no version %d; it has: %s."
                    .formatted(
                            name,
                            number.get(),
                            versions.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        return version;
    }
}
