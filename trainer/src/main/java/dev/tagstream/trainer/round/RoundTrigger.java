package dev.tagstream.trainer.round;

import java.time.Duration;

/**
 * When a round is due.
 *
 * @param minResults that a first version needs
 * @param minNewResults since the last round, after which another is due at once
 * @param longestWait of a new result, after which a round is due for it alone
 */
public record RoundTrigger(long minResults, long minNewResults, Duration longestWait) {
    /**
     * What is known of a function.
     *
     * @param results in the buffer
     * @param newResults taken in since the last round
     * @param waited how long the oldest of them has been there
     * @param rounds that ended
     * @param inUse whether a tag is in use
     */
    public record Standing(long results, long newResults, Duration waited, long rounds, boolean inUse) {}

    public boolean isDue(Standing standing) {
        if (standing.newResults() == 0 || (!standing.inUse() && standing.results() < minResults)) {
            return false;
        }
        boolean first = !standing.inUse() && standing.rounds() == 0;
        return first
                || standing.newResults() >= minNewResults
                || standing.waited().compareTo(longestWait) >= 0;
    }
}
