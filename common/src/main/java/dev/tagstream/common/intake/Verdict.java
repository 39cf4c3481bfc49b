package dev.tagstream.common.intake;

import dev.tagstream.schemas.ScreeningRequest;
import org.jspecify.annotations.Nullable;

/** What intake says of a record. */
public sealed interface Verdict {
    /**
     * The request can be scored.
     *
     * @param canonicalSmiles null where the request has no molecule
     */
    record Accepted(ScreeningRequest request, @Nullable String canonicalSmiles) implements Verdict {}

    /**
     * The request can't be scored.
     *
     * @param message one sentence on what is wrong, and where
     * @param request null where the record could not be read
     */
    record Rejected(
            RejectReason reason, String message, @Nullable ScreeningRequest request) implements Verdict {}
}
