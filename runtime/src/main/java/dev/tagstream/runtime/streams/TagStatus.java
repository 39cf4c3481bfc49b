package dev.tagstream.runtime.streams;

import dev.tagstream.tags.TagId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one tag stands in this process.
 *
 * @param inUse null if none is
 * @param since when {@code inUse} was taken into use here; null if none is
 * @param parents domain tags it was learned with, as its version says; empty for a domain tag
 * @param lastRefused null if every version that arrived could be used
 * @param refusals versions refused since this process started
 */
public record TagStatus(
        TagUse use,
        String name,
        @Nullable TagId inUse,
        @Nullable Instant since,
        List<TagId> parents,
        @Nullable Refusal lastRefused,
        long refusals) {

    /**
     * A version that can't be used.
     *
     * @param version its number, null where it could not be decoded
     * @param reason one sentence
     */
    public record Refusal(@Nullable Long version, String reason, Instant at) {}

    static TagStatus none(TagUse use, String name) {
        return new TagStatus(use, name, null, null, List.of(), null, 0);
    }

    TagStatus activated(TagId id, List<TagId> learnedWith, Instant now) {
        return new TagStatus(use, name, id, now, List.copyOf(learnedWith), lastRefused, refusals);
    }

    TagStatus withdrawn() {
        return new TagStatus(use, name, null, null, List.of(), lastRefused, refusals);
    }

    TagStatus refused(@Nullable Long version, String reason, Instant now) {
        return new TagStatus(use, name, inUse, since, parents, new Refusal(version, reason, now), refusals + 1);
    }
}
