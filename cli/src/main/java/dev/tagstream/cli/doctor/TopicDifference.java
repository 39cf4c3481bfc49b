package dev.tagstream.cli.doctor;

/**
 * One thing in which a topic is not as the catalogue says.
 *
 * @param what is different, for instance {@code cleanup.policy}
 * @param found its value on the cluster
 * @param wanted what the catalogue says
 * @param settable whether {@code topics create --fix-settings} puts it right
 * @param remedy one sentence
 */
public record TopicDifference(Level level, String what, String found, String wanted, boolean settable, String remedy) {
    /** For instance {@code cleanup.policy is delete, wanted is compact}. */
    public String told() {
        return "%s is %s, wanted is %s".formatted(what, found, wanted);
    }
}
