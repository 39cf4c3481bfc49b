package dev.tagstream.trainer.accuracy;

/**
 * Whose predictions are compared.
 *
 * @param shadow whether it was on trial
 */
public record ScoredVersion(String function, long version, boolean shadow) {
    /** What a partition's sums stand under. */
    String key() {
        return "%s@%d%s".formatted(function, version, shadow ? "+shadow" : "");
    }
}
