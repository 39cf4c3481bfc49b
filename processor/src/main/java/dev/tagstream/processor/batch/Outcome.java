package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Score;
import dev.tagstream.runtime.reject.RejectReason;
import java.time.Instant;

/** What became of one task: a number, or the reason why there is none. */
public sealed interface Outcome {
    /** The engine's answer and when it gave it. */
    record Scored(Score score, Instant scoredAt) implements Outcome {}

    /** This one task can't be scored; its neighbours are not concerned. */
    record Refused(RejectReason reason, String message) implements Outcome {}
}
