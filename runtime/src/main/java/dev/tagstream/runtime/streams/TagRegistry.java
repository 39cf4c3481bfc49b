package dev.tagstream.runtime.streams;

import dev.tagstream.tags.TagId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the tag versions that arrived in this process, by use and name: which is in use since when, and which was refused and
 * why.
 *
 * <p>Assumes: one thread writes, that which reads the tag topics.
 *
 * <p>Guarantees: anybody may read at any time, and sees one moment.
 */
public final class TagRegistry {
    private record Tag(TagUse use, String name) {
        private static final Comparator<Tag> ORDER =
                Comparator.comparing(Tag::use).thenComparing(Tag::name);
    }

    private final Map<Tag, TagStatus> statuses = new TreeMap<>(Tag.ORDER);

    /** Domain tags, then function tags, then candidates on trial, each by name; those withdrawn or always refused included. */
    public synchronized List<TagStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    public synchronized Optional<TagStatus> status(TagUse use, String name) {
        return Optional.ofNullable(statuses.get(new Tag(use, name)));
    }

    /** Function tags in use with other domain tags than they were learned with. */
    public synchronized List<DomainTagMismatch> compositions() {
        return statuses.values().stream().flatMap(this::compositions).toList();
    }

    private Stream<DomainTagMismatch> compositions(TagStatus function) {
        List<DomainTagMismatch> found = new ArrayList<>();
        for (TagId parent : function.parents()) {
            TagId usedWith = inUse(TagUse.DOMAIN, parent.name());
            if (function.inUse() != null
                    && usedWith != null
                    && !usedWith.sha256().equals(parent.sha256())) {
                found.add(new DomainTagMismatch(function.use(), function.inUse(), parent, usedWith));
            }
        }
        return found.stream();
    }

    synchronized @Nullable TagId inUse(TagUse use, String name) {
        TagStatus status = statuses.get(new Tag(use, name));
        return status == null ? null : status.inUse();
    }

    /** A version is in use now; the compositions that come of it. */
    synchronized List<DomainTagMismatch> activated(TagUse use, TagId id, List<TagId> parents, Instant now) {
        List<DomainTagMismatch> before = compositions();
        put(status(new Tag(use, id.name())).activated(id, parents, now));
        return compositions().stream()
                .filter(composition -> !before.contains(composition))
                .toList();
    }

    synchronized void withdrawn(TagUse use, String name) {
        put(status(new Tag(use, name)).withdrawn());
    }

    synchronized void refused(TagUse use, String name, @Nullable Long version, String reason, Instant now) {
        put(status(new Tag(use, name)).refused(version, reason, now));
    }

    private TagStatus status(Tag tag) {
        return statuses.getOrDefault(tag, TagStatus.none(tag.use(), tag.name()));
    }

    private void put(TagStatus status) {
        statuses.put(new Tag(status.use(), status.name()), status);
    }
}
