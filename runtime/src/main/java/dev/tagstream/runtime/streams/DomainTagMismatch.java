package dev.tagstream.runtime.streams;

import dev.tagstream.tags.TagId;

/**
 * A function tag that is used with a domain tag other than the one it was learned with. Tag-LLM allows it, and calls it composition; it
 * is worth knowing where predictions get worse.
 *
 * @param use of the function tag: FUNCTION or SHADOW
 * @param learnedWith domain tag its version names as a parent
 * @param usedWith domain tag of that name in use
 */
public record DomainTagMismatch(TagUse use, TagId function, TagId learnedWith, TagId usedWith) {
    @Override
    public String toString() {
        return "%s %s version %d was learned with domain tag %s version %d and is used with version %d"
                .formatted(
                        use,
                        function.name(),
                        function.version(),
                        learnedWith.name(),
                        learnedWith.version(),
                        usedWith.version());
    }
}
