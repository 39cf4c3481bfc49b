package dev.tagstream.processor.answer;

import dev.tagstream.common.intake.RecordData;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.model.engine.Score;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.tags.TagId;

/** Makes the records that carry the engine's numbers. */
final class Predictions {
    private Predictions() {}

    /** @param shadow whether a candidate on trial gave the number */
    static Prediction of(
            ValidatedRequest validated,
            String function,
            Outcome.Scored scored,
            String modelFingerprint,
            boolean shadow) {
        ScreeningRequest request = validated.request();
        Score score = scored.score();
        return Prediction.newBuilder()
                .setRequestId(request.getRequestId())
                .setLibraryId(request.getLibraryId())
                .setCompoundId(request.getCompoundId())
                .setTargetId(request.getTargetId())
                .setFunction(function)
                .setValue(score.value())
                .setUnit(score.unit())
                .setStandardDeviation(
                        score.standardDeviation().isPresent()
                                ? score.standardDeviation().getAsDouble()
                                : null)
                .setProbabilities(score.probabilities())
                .setShadow(shadow)
                .setCanonicalSmiles(validated.canonicalSmiles())
                .setDataDigest(RecordData.digest(validated.canonicalData()))
                .setModelFingerprint(modelFingerprint)
                .setFunctionTag(reference(score.functionTag()))
                .setDomainTags(
                        score.domainTags().stream().map(Predictions::reference).toList())
                .setTokenCount(score.tokenCount())
                .setTruncated(score.truncated())
                .setSource(validated.source().coordinates())
                .setSubmittedAt(request.getSubmittedAt())
                .setScoredAt(scored.scoredAt())
                .build();
    }

    private static TagReference reference(TagId id) {
        return new TagReference(id.name(), id.version(), id.sha256());
    }
}
