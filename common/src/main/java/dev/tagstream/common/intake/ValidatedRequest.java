package dev.tagstream.common.intake;

import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that intake let pass, with the bytes it came in.
 *
 * @param canonicalSmiles null where it has no molecule
 * @param canonicalData its further data, molecules as canonical SMILES
 */
public record ValidatedRequest(
        SourceRecord source,
        ScreeningRequest request,
        @Nullable String canonicalSmiles,
        List<DomainData> canonicalData) {
    /** What intake found of a record. */
    public static ValidatedRequest of(SourceRecord source, Validation.Accepted<ScreeningRequest> accepted) {
        return new ValidatedRequest(source, accepted.value(), accepted.canonicalSmiles(), accepted.canonicalData());
    }
}
