package dev.tagstream.tags;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the data of a domain is written before the model reads it. A domain tag says with which spelling it was learned, and its data is
 * written so wherever the tag is used. A spelling never changes: one that writes a single text otherwise has another name.
 */
public enum Spelling {
    /** As it was sent. */
    AS_WRITTEN("as-written"),

    /** Molecules in one text each, however they were sent: {@code dev.tagstream.common.molecule.CanonicalSpelling}. */
    CANONICAL_1("canonical-1");

    private final String label;

    Spelling(String label) {
        this.label = label;
    }

    /** What tags, files and people call it. */
    public String label() {
        return label;
    }

    /** The one of that name, if there is one. */
    public static Optional<Spelling> of(String label) {
        return Arrays.stream(values())
                .filter(spelling -> spelling.label.equals(label))
                .findFirst();
    }

    /** All names, for a sentence. */
    public static String labels() {
        return Arrays.stream(values()).map(Spelling::label).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return label;
    }
}
