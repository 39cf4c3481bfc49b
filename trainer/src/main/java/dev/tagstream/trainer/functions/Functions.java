package dev.tagstream.trainer.functions;

import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.tags.TagSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions there are: those that people declared, and those that have a tag in use. A declaration goes before what a tag
 * says of itself. Changed by the global thread, read by all.
 */
public final class Functions {
    private final ActiveTags tags;
    private final Map<String, TaughtFunction> declared = new ConcurrentHashMap<>();
    private final Map<String, Long> lastVersions = new ConcurrentHashMap<>();

    public Functions(ActiveTags tags) {
        this.tags = tags;
    }

    public Optional<TaughtFunction> find(String name) {
        TaughtFunction declaration = declared.get(name);
        return declaration != null
                ? Optional.of(declaration)
                : tags.current().function(name).map(TaughtFunction::of);
    }

    /** The tags in use now. */
    public TagSet tags() {
        return tags.current();
    }

    /** The highest number that a tag of this name ever had, as far as the history was read; 0 for none. */
    public long lastVersion(String name) {
        return lastVersions.getOrDefault(name, 0L);
    }

    /** Throws {@link IllegalArgumentException} with a sentence for a person if nothing can be learned for it. */
    public void declare(FunctionDeclaration declaration) {
        declared.put(declaration.getName(), TaughtFunction.of(declaration));
    }

    public void withdraw(String name) {
        declared.remove(name);
    }

    /** Takes in that a version was published, in any order. */
    public void published(String name, long version) {
        lastVersions.merge(name, version, Math::max);
    }
}
