package dev.tagstream.trainer.intake;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.schemas.AssayResult;
import org.jspecify.annotations.Nullable;

/**
 * A result that intake let pass, with the record it came in.
 *
 * @param canonicalSmiles null where it has no molecule
 */
public record ValidatedResult(
        SourceRecord source, AssayResult result, @Nullable String canonicalSmiles) {}
