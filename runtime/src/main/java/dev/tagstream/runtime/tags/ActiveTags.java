package dev.tagstream.runtime.tags;

import dev.tagstream.tags.TagSet;
import java.util.function.UnaryOperator;

/**
 * The tags in use now: one reference to an immutable image, replaced as a whole.
 *
 * <p>Assumes: a change is a pure function from the old image to the new one.
 *
 * <p>Guarantees: a reader never waits and sees the whole of an image, never a part of the next; a batch that reads it once
 * is scored with the same versions from its first task to its last; no change is lost when two threads change it at once.
 */
public final class ActiveTags {
    private volatile TagSet image = TagSet.EMPTY;

    public TagSet current() {
        return image;
    }

    public synchronized void change(UnaryOperator<TagSet> next) {
        image = next.apply(image);
    }
}
