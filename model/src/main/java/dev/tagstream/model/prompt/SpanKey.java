package dev.tagstream.model.prompt;

import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.SpanText;

/** A span: the domain tag's exact version and the data. Not its position, nor what stands before it. */
public record SpanKey(TagId tag, SpanText text) implements BlockKey {
    @Override
    public String domain() {
        return tag.name();
    }
}
