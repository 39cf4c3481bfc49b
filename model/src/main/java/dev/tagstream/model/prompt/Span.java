package dev.tagstream.model.prompt;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Map;

/** A domain tag and the data that it opens. */
public record Span(DomainTag tag, SpanText text) {
    SpanKey key() {
        return new SpanKey(tag.id(), text);
    }

    /**
     * Writes the ids of all rows.
     *
     * @param firstIds of domain tags that are in {@code table}; another is added to both
     * @return the place behind the last
     */
    public int write(long[] ids, int at, Map<TagId, Integer> firstIds, TagTable table) {
        int firstId = firstIds.computeIfAbsent(tag.id(), id -> table.add(tag.rows()));
        for (int row = 0; row < tag.rows().rows(); row++) {
            ids[at++] = (long) firstId + row;
        }
        for (int id : text.ids()) {
            ids[at++] = id;
        }
        return at;
    }

    /** Rows of the tag and of the data. */
    public int rows() {
        return tag.rows().rows() + text.ids().length;
    }
}
