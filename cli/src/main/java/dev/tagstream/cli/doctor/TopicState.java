package dev.tagstream.cli.doctor;

import dev.tagstream.schemas.TopicSpec;
import java.util.Comparator;
import java.util.List;

/**
 * One topic of the catalogue as a cluster has it.
 *
 * @param partitions 0 where it is not there or not shown
 * @param replicas of its first partition
 * @param settingsSeen whether the login may see its settings, so that they were compared
 */
public record TopicState(
        TopicSpec spec,
        Presence presence,
        int partitions,
        int replicas,
        boolean settingsSeen,
        List<TopicDifference> differences) {
    public TopicState {
        differences = List.copyOf(differences);
    }

    /** Whether it is there, as far as the login is told. */
    public enum Presence {
        PRESENT,
        MISSING,
        /** The login may not know. */
        HIDDEN
    }

    static TopicState absent(TopicSpec spec, Presence presence) {
        return new TopicState(spec, presence, 0, 0, false, List.of());
    }

    /** Those that {@code topics create --fix-settings} puts right. */
    public List<TopicDifference> settable() {
        return differences.stream().filter(TopicDifference::settable).toList();
    }

    /** What hides is a warning: other logins may see it. */
    public Level level() {
        return switch (presence) {
            case MISSING -> Level.WRONG;
            case HIDDEN -> Level.WARNING;
            case PRESENT ->
                differences.stream()
                        .map(TopicDifference::level)
                        .max(Comparator.naturalOrder())
                        .orElse(Level.OK);
        };
    }

    /** For instance {@code ok} or {@code missing}. */
    public String told() {
        return switch (presence) {
            case MISSING -> "missing";
            case HIDDEN -> "not shown";
            case PRESENT -> differences.isEmpty() ? settingsSeen ? "ok" : "ok, settings not shown" : "different";
        };
    }
}
