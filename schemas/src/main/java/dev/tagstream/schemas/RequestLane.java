package dev.tagstream.schemas;

import java.util.Locale;

/** Who waits for the answer to a request: each lane has a topic, and a consumer group of the processors, of its own. */
public enum RequestLane {
    /** A campaign, which asks for a whole library. */
    BULK(""),

    /** A person, who asks for a few molecules and waits for them. */
    INTERACTIVE("-interactive");

    private final String suffix;

    RequestLane(String suffix) {
        this.suffix = suffix;
    }

    /** The consumer group, and the start of all else that Kafka Streams names, of processors with this {@code application.id}. */
    public String applicationId(String processorId) {
        return processorId + suffix;
    }

    /** As metrics and tables have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
