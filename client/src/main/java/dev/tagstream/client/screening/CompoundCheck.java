package dev.tagstream.client.screening;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.schemas.ScreeningRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges a molecule and a protein that are to be learned from as a processor's intake judges those to be scored. */
public final class CompoundCheck {
    private static final String UNNAMED = "unnamed";

    private final Intake intake =
            new Intake((topic, bytes) -> ScreeningRequest.newBuilder().build(), IntakeLimits.USUAL);

    /** What a processor would say. */
    public Validation<ScreeningRequest> judge(
            Optional<String> compoundId, Optional<String> smiles, Optional<String> targetId, Optional<String> protein) {
        return intake.judge(ScreeningRequest.newBuilder()
                .setRequestId(UNNAMED)
                .setLibraryId(UNNAMED)
                .setCompoundId(compoundId.orElse(UNNAMED))
                .setSmiles(smiles.orElse(null))
                .setTargetId(targetId.orElse(null))
                .setProtein(protein.orElse(null))
                .setFunctions(List.of(UNNAMED))
                .setSubmittedAt(Instant.EPOCH)
                .build());
    }

    /** The canonical SMILES; empty for a molecule that can't be used. */
    public Optional<String> canonical(String smiles) {
        Validation<ScreeningRequest> validation =
                judge(Optional.empty(), Optional.of(smiles), Optional.empty(), Optional.empty());
        return validation instanceof Validation.Accepted<ScreeningRequest> accepted
                ? Optional.ofNullable(accepted.canonicalSmiles())
                : Optional.empty();
    }
}
