package dev.tagstream.processor.intake;

import dev.tagstream.runtime.reject.RejectReason;
import dev.tagstream.schemas.ScreeningRequest;
import org.jspecify.annotations.Nullable;

public sealed interface Verdict {
    record Accepted(ScreeningRequest request, @Nullable String canonicalSmiles) implements Verdict {}

    record Rejected(
            RejectReason reason, String message, @Nullable ScreeningRequest request) implements Verdict {}
}
