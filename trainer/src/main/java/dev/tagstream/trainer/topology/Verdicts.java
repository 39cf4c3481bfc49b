package dev.tagstream.trainer.topology;

import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.trainer.round.RoundOutcome;
import dev.tagstream.trainer.round.RoundRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the records that come of a round. */
final class Verdicts {
    private final Scorer scorer;

    Verdicts(Scorer scorer) {
        this.scorer = scorer;
    }

    /** The candidate as a version under its number. */
    TagVersion version(RoundRequest request, RoundOutcome outcome, FunctionTag candidate, long number) {
        List<TagId> parents = request.function().spec().template().domains().stream()
                .distinct()
                .flatMap(domain -> request.tags().domain(domain).stream())
                .map(DomainTag::id)
                .toList();
        TagVersion wire = TagCodec.toWire(
                candidate,
                new Provenance(
                        scorer.modelFingerprint(),
                        scorer.tokenizerFingerprint(),
                        parents,
                        outcome.comparison().candidateMetrics(),
                        outcome.examples(),
                        "learned from assay results",
                        outcome.endedAt()));
        return TagCodec.renumbered(wire, number);
    }

    /** Why processors would refuse a version; empty if they take it. */
    Optional<String> obstacle(TagVersion version) {
        TagReading reading = TagCodec.fromWire(
                version, scorer.modelFingerprint(), scorer.tokenizerFingerprint(), scorer.width(), scorer.layers());
        return reading instanceof TagReading.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** @param candidate numbered 0 unless it is published or on trial */
    static GateVerdict verdict(
            RoundRequest request, RoundOutcome outcome, Conclusion conclusion, @Nullable TagReference candidate) {
        return GateVerdict.newBuilder()
                .setFunction(request.function().name())
                .setOutcome(conclusion.outcome())
                .setReason(conclusion.reason())
                .setCurrent(request.current()
                        .map(tag -> TagCodec.reference(tag.id()))
                        .orElse(null))
                .setCandidate(candidate)
                .setCurrentMetrics(outcome.comparison().currentMetrics())
                .setCandidateMetrics(outcome.comparison().candidateMetrics())
                .setImprovement(outcome.comparison().improvement())
                .setImprovementLow(outcome.comparison().improvementLow())
                .setHeldOut(outcome.heldOut())
                .setExamples(outcome.examples())
                .setStartedAt(request.startedAt())
                .setEndedAt(outcome.endedAt())
                .build();
    }
}
