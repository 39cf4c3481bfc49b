package dev.tagstream.processor.batch;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.tags.TagId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How candidates on trial have behaved: says once of each version that it can't score, and sets one aside after {@value #MAX_FAILURES}
 * batches in a row that failed with it and went through without it, since each of them was scored twice.
 *
 * <p>Assumes: calls from planners and engine threads, at once.
 *
 * <p>Guarantees: a version that was set aside stays so in this process; another version starts anew.
 */
final class ShadowHealth {
    static final int MAX_FAILURES = 3;

    private static final Logger log = LoggerFactory.getLogger(ShadowHealth.class);

    private final Map<TagId, Integer> failuresInARow = new HashMap<>();
    private final Map<TagId, String> troubles = new HashMap<>(); // the first reason of each

    /** Why a candidate is not asked, if it was set aside. */
    synchronized Optional<Outcome.Refused> obstacle(TagId candidate) {
        return failures(candidate) < MAX_FAILURES
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(
                        RejectReason.ENGINE_FAILED,
                        "the candidate was set aside after %d batches in a row failed with it"
                                .formatted(MAX_FAILURES)));
    }

    /** A batch failed with these candidates, and went through without them. */
    synchronized void failed(Set<TagId> candidates, String reason) {
        for (TagId candidate : candidates) {
            refused(candidate, reason);
            if (failuresInARow.merge(candidate, 1, Integer::sum) == MAX_FAILURES) {
                log.warn(
                        "The candidate {} version {} is set aside: {} batches in a row failed with it",
                        candidate.name(),
                        candidate.version(),
                        MAX_FAILURES);
            }
        }
    }

    synchronized void passed(Set<TagId> candidates) {
        candidates.forEach(failuresInARow::remove);
    }

    /** A candidate gives no number for some task; no prediction is concerned. */
    synchronized void refused(TagId candidate, String reason) {
        if (troubles.putIfAbsent(candidate, reason) == null) {
            log.warn(
                    "The candidate {} version {} does not score every request, said once: {}",
                    candidate.name(),
                    candidate.version(),
                    reason);
        }
    }

    synchronized Map<TagId, String> troubles() {
        return Map.copyOf(troubles);
    }

    private int failures(TagId candidate) {
        return failuresInARow.getOrDefault(candidate, 0);
    }
}
