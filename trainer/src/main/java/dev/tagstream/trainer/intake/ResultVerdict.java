package dev.tagstream.trainer.intake;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.schemas.AssayResult;
import org.jspecify.annotations.Nullable;

/** What intake says of a result. */
public sealed interface ResultVerdict {
    /**
     * The result can be learned from.
     *
     * @param canonicalSmiles null where the result has no molecule
     */
    record Accepted(AssayResult result, @Nullable String canonicalSmiles) implements ResultVerdict {}

    /**
     * The result can't be learned from.
     *
     * @param message one sentence on what is wrong, and where
     * @param result null where the record could not be read
     */
    record Rejected(
            RejectReason reason, String message, @Nullable AssayResult result) implements ResultVerdict {}
}
