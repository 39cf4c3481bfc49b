package dev.tagstream.trainer.intake;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result that intake let pass, with the record it came in.
 *
 * @param canonicalSmiles null where it has no molecule
 * @param canonicalData its further data, molecules as canonical SMILES
 */
public record ValidatedResult(
        SourceRecord source, AssayResult result, @Nullable String canonicalSmiles, List<DomainData> canonicalData) {
    /** What intake found of a record. */
    public static ValidatedResult of(SourceRecord source, Validation.Accepted<AssayResult> accepted) {
        return new ValidatedResult(source, accepted.value(), accepted.canonicalSmiles(), accepted.canonicalData());
    }
}
