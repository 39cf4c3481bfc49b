package dev.tagstream.trainer.topology;

import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.trainer.functions.TaughtFunction;
import dev.tagstream.trainer.round.RoundOutcome;
import dev.tagstream.trainer.round.RoundRequest;
import java.util.Optional;

/**
 * What becomes of a round, seen at the moment of publishing: the world may have changed since it began.
 *
 * @param reason in a sentence for a person
 * @param again whether the same results deserve another round
 */
record Conclusion(GateOutcome outcome, String reason, boolean again) {
    /**
     * @param function as it is declared now
     * @param inUse the version in use now
     */
    static Conclusion of(
            RoundRequest request,
            RoundOutcome outcome,
            Optional<TaughtFunction> function,
            Optional<FunctionTag> inUse) {
        if (outcome.decision() == RoundOutcome.Decision.FAILED) {
            return new Conclusion(GateOutcome.FAILED, outcome.reason(), false);
        }
        if (outcome.decision() == RoundOutcome.Decision.BROKEN) {
            return new Conclusion(GateOutcome.FAILED, outcome.reason(), true);
        }
        if (outcome.decision() == RoundOutcome.Decision.REFUSED) {
            return new Conclusion(GateOutcome.REFUSED, outcome.reason(), false);
        }
        if (function.isEmpty()) {
            return new Conclusion(GateOutcome.REFUSED, "the function was withdrawn while it was learned", false);
        }
        if (function.get().pinned().isPresent()) {
            return new Conclusion(
                    GateOutcome.REFUSED,
                    "the function was pinned to version %d while it was learned"
                            .formatted(function.get().pinned().getAsLong()),
                    true);
        }
        if (!function.get().spec().equals(request.function().spec())) {
            return new Conclusion(GateOutcome.REFUSED, "the function was declared anew while it was learned", true);
        }
        if (!id(inUse).equals(id(request.current()))) {
            return new Conclusion(
                    GateOutcome.REFUSED,
                    "%s came into use while the candidate was compared with %s"
                            .formatted(told(inUse), told(request.current())),
                    true);
        }
        boolean onTrial = function.get().shadow() && inUse.isPresent();
        return new Conclusion(onTrial ? GateOutcome.SHADOWED : GateOutcome.PUBLISHED, outcome.reason(), false);
    }

    private static Optional<TagId> id(Optional<FunctionTag> tag) {
        return tag.map(FunctionTag::id);
    }

    private static String told(Optional<FunctionTag> tag) {
        return tag.map(present -> "version " + present.id().version()).orElse("no version");
    }

    boolean makesAVersion() {
        return outcome == GateOutcome.PUBLISHED || outcome == GateOutcome.SHADOWED;
    }
}
