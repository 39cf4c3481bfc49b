package dev.tagstream.tags;

/**
 * Learned rows that open a span of data of one kind, for instance {@code Protein}.
 *
 * @param id name, version and hash
 * @param rows (p, d)
 */
public record DomainTag(TagId id, Rows rows) {}
