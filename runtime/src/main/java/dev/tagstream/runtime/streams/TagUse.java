package dev.tagstream.runtime.streams;

import dev.tagstream.common.wire.TagReading;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.tags.TagSet;
import java.util.Locale;

/** What a processor uses a tag version for; each use has a topic of its own. */
public enum TagUse {
    /** Opens spans of data. */
    DOMAIN(TagKind.DOMAIN),
    /** Ends prompts, and gives the predictions. */
    FUNCTION(TagKind.FUNCTION),
    /** A candidate on trial, scored beside the function tag of its name. */
    SHADOW(TagKind.FUNCTION);

    private final TagKind kind;

    TagUse(TagKind kind) {
        this.kind = kind;
    }

    TagKind kind() {
        return kind;
    }

    /** The image with a version in this use. */
    TagSet with(TagSet tags, TagReading.AcceptedFunction accepted) {
        return this == SHADOW ? tags.withShadow(accepted.tag()) : tags.with(accepted.tag());
    }

    TagSet without(TagSet tags, String name) {
        return switch (this) {
            case DOMAIN -> tags.withoutDomain(name);
            case FUNCTION -> tags.withoutFunction(name);
            case SHADOW -> tags.withoutShadow(name);
        };
    }

    /** As a log says it, for instance {@code shadow tag}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + " tag";
    }
}
