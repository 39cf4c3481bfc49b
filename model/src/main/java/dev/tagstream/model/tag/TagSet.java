package dev.tagstream.model.tag;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tags in use at one moment: immutable, read once per batch, replaced as a whole. */
public final class TagSet {
    public static final TagSet EMPTY = new TagSet(new TreeMap<>(), new TreeMap<>());

    private final Map<String, DomainTag> domains;
    private final Map<String, FunctionTag> functions;

    private TagSet(Map<String, DomainTag> domains, Map<String, FunctionTag> functions) {
        this.domains = domains;
        this.functions = functions;
    }

    public TagSet with(DomainTag tag) {
        Map<String, DomainTag> next = new TreeMap<>(domains);
        next.put(tag.id().name(), tag);
        return new TagSet(next, functions);
    }

    public TagSet with(FunctionTag tag) {
        Map<String, FunctionTag> next = new TreeMap<>(functions);
        next.put(tag.id().name(), tag);
        return new TagSet(domains, next);
    }

    public TagSet withoutDomain(String name) {
        Map<String, DomainTag> next = new TreeMap<>(domains);
        next.remove(name);
        return new TagSet(next, functions);
    }

    public TagSet withoutFunction(String name) {
        Map<String, FunctionTag> next = new TreeMap<>(functions);
        next.remove(name);
        return new TagSet(domains, next);
    }

    public Optional<DomainTag> domain(String name) {
        return Optional.ofNullable(domains.get(name));
    }

    public Optional<FunctionTag> function(String name) {
        return Optional.ofNullable(functions.get(name));
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
