package dev.tagstream.trainer.round;

import dev.tagstream.tags.FunctionTag;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a round ended, before anything of it is published.
 *
 * @param decision what the gate said
 * @param reason in a sentence for a person
 * @param candidate not numbered yet; null if none was learned
 * @param heldOut results compared on
 * @param examples results learned from
 */
public record RoundOutcome(
        Decision decision,
        String reason,
        @Nullable FunctionTag candidate,
        Comparison comparison,
        long heldOut,
        long examples,
        Instant endedAt) {
    /** What becomes of a candidate. */
    public enum Decision {
        /** It is better by more than its noise. */
        PASSED,
        /** It is not, or that can't be told. */
        REFUSED,
        /** There is none, because of the results. */
        FAILED,
        /** There is none, because of the learner: the same results may do on another day. */
        BROKEN
    }

    /**
     * Candidate and version in use on the same results.
     *
     * @param improvement mean loss of the one in use minus that of the candidate
     * @param improvementLow the improvement is larger than this with the confidence asked for
     */
    public record Comparison(
            Map<String, Double> currentMetrics,
            Map<String, Double> candidateMetrics,
            double improvement,
            double improvementLow) {
        public static final Comparison NONE = new Comparison(Map.of(), Map.of(), 0, 0);

        public Comparison {
            currentMetrics = Map.copyOf(currentMetrics);
            candidateMetrics = Map.copyOf(candidateMetrics);
        }
    }

    public Optional<FunctionTag> passed() {
        return decision == Decision.PASSED ? Optional.ofNullable(candidate) : Optional.empty();
    }
}
