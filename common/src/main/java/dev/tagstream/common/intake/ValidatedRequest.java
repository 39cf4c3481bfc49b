package dev.tagstream.common.intake;

import dev.tagstream.schemas.ScreeningRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that intake let pass, with the bytes it came in.
 *
 * @param canonicalSmiles null where it has no molecule
 */
public record ValidatedRequest(
        SourceRecord source,
        ScreeningRequest request,
        @Nullable String canonicalSmiles) {}
