package dev.tagstream.common.kafka;

import dev.tagstream.schemas.TagVersion;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a process that finds nothing it can use on the topic of tags in use looks for what was used before. */
@FunctionalInterface
public interface TagArchive {
    TagArchive EMPTY = (name, usable) -> Optional.empty();

    /**
     * The newest version of a name that {@code usable} accepts, of those that were put in use.
     *
     * @throws org.apache.kafka.common.KafkaException if the archive can't be read
     */
    Optional<TagVersion> newest(String name, Predicate<TagVersion> usable);
}
