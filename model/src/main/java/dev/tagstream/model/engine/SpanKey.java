package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.TagId;

/** A span: the domain tag's exact version and the data. Not its position, nor what stands before it. */
record SpanKey(TagId tag, SpanText text) implements BlockKey {
    @Override
    public String domain() {
        return tag.name();
    }
}
