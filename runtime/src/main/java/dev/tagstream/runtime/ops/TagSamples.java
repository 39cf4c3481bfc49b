package dev.tagstream.runtime.ops;

import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.streams.TagStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The series of a service's tags, each with the labels {@code use} and {@code name}. */
public final class TagSamples {
    private TagSamples() {}

    /** Numbers of the versions in use. */
    public static List<Sample> versions(TagRegistry tagRegistry) {
        return tagRegistry.statuses().stream()
                .flatMap(status -> Stream.ofNullable(status.inUse())
                        .map(id -> Sample.of(id.version(), use(status), status.name())))
                .toList();
    }

    /** Versions refused since the service started. */
    public static List<Sample> refusals(TagRegistry tagRegistry) {
        return tagRegistry.statuses().stream()
                .map(status -> Sample.of(status.refusals(), use(status), status.name()))
                .toList();
    }

    private static String use(TagStatus status) {
        return status.use().name().toLowerCase(Locale.ROOT);
    }
}
