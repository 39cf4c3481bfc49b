package dev.tagstream.tags;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tags in use at one moment, and the candidates that are tried out beside function tags: immutable, read once per batch, replaced
 * as a whole.
 */
public final class TagSet {
    public static final TagSet EMPTY = new TagSet(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private final Map<String, DomainTag> domains;
    private final Map<String, FunctionTag> functions;
    private final Map<String, FunctionTag> shadows;

    private TagSet(
            Map<String, DomainTag> domains, Map<String, FunctionTag> functions, Map<String, FunctionTag> shadows) {
        this.domains = domains;
        this.functions = functions;
        this.shadows = shadows;
    }

    public TagSet with(DomainTag tag) {
        Map<String, DomainTag> next = new TreeMap<>(domains);
        next.put(tag.id().name(), tag);
        return new TagSet(next, functions, shadows);
    }

    public TagSet with(FunctionTag tag) {
        Map<String, FunctionTag> next = new TreeMap<>(functions);
        next.put(tag.id().name(), tag);
        return new TagSet(domains, next, shadows);
    }

    /** Puts a candidate on trial beside the function tag of its name. */
    public TagSet withShadow(FunctionTag candidate) {
        Map<String, FunctionTag> next = new TreeMap<>(shadows);
        next.put(candidate.id().name(), candidate);
        return new TagSet(domains, functions, next);
    }

    public TagSet withoutDomain(String name) {
        Map<String, DomainTag> next = new TreeMap<>(domains);
        next.remove(name);
        return new TagSet(next, functions, shadows);
    }

    public TagSet withoutFunction(String name) {
        Map<String, FunctionTag> next = new TreeMap<>(functions);
        next.remove(name);
        return new TagSet(domains, next, shadows);
    }

    public TagSet withoutShadow(String name) {
        Map<String, FunctionTag> next = new TreeMap<>(shadows);
        next.remove(name);
        return new TagSet(domains, functions, next);
    }

    public Optional<DomainTag> domain(String name) {
        return Optional.ofNullable(domains.get(name));
    }

    /** How data of a domain is written for its tag; as it was sent where there is none. */
    public Spelling spelling(String domain) {
        DomainTag tag = domains.get(domain);
        return tag == null ? Spelling.AS_WRITTEN : tag.spelling();
    }

    public Optional<FunctionTag> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** The candidate on trial for a function. */
    public Optional<FunctionTag> shadow(String function) {
        return Optional.ofNullable(shadows.get(function));
    }

    /** In the order of their names. */
    public Collection<DomainTag> domains() {
        return Collections.unmodifiableCollection(domains.values());
    }

    /** In the order of their names. */
    public Collection<FunctionTag> functions() {
        return Collections.unmodifiableCollection(functions.values());
    }
}
