package dev.tagstream.tags;

/**
 * One exact, immutable version of a tag.
 *
 * @param name tag name without brackets, for instance {@code BindingAffinity}
 * @param version counted from 1 per name
 * @param sha256 SHA-256 of what decides a prediction, lower-case hexadecimal
 */
public record TagId(String name, long version, String sha256) {}
