package dev.tagstream.runtime.ops;

/**
 * Something that has to hold before a service does its work.
 *
 * @param name short, for instance {@code engine}
 * @param detail how it stands, for a person
 */
public record Condition(String name, boolean met, String detail) {}
