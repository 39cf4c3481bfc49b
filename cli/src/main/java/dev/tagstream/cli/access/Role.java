package dev.tagstream.cli.access;

import java.util.Locale;

/** What one login does, and the least it has to be allowed for that. */
public enum Role {
    PROCESSOR("`tagstream processor`: reads requests and tags, writes predictions."),
    TRAINER("`tagstream trainer`: reads results, predictions and tags, publishes function tags."),
    CLIENT(
            "`screen`, `results`, `lag`, `suggest`, and what `tags` shows: sends requests and reads all that comes of them."),
    LABORATORY("`feedback`: sends results, and reads how rounds of learning ended."),
    CURATOR("What `tags` changes: publishes, declares, pins, tries out, goes back."),
    CONSOLE(
            "What `console.enabled` adds to a processor or a trainer: reads all that the page shows. Granted to the same login as"
                    + " the service's own role."),
    TOPICS("`topics create`: makes the topics, and sees their settings. Reads and writes none of them.");

    private final String doc;

    Role(String doc) {
        this.doc = doc;
    }

    /** A sentence or two for a person. */
    public String doc() {
        return doc;
    }

    /** As an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
