package dev.tagstream.cli;

import java.util.List;

/** Verbs that a jar adds to the command where it is present; found by {@link java.util.ServiceLoader}. */
public interface VerbSource {
    /** Name of the verb that they go under, or none where they stand beside it. */
    String parent();

    /** Classes with picocli's annotations, in the order of the help. */
    List<Class<?>> verbs();
}
