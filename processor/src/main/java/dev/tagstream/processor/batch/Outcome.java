package dev.tagstream.processor.batch;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.Score;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one task: a number, the reason why there is none, or that it has to be asked again. */
public sealed interface Outcome {
    /**
     * The engine's answer and when it gave it.
     *
     * @param shadow what became of the same task with the candidate on trial; null where none is
     */
    record Scored(Score score, Instant scoredAt, @Nullable Outcome shadow) implements Outcome {
        /** Without a candidate on trial. */
        Scored(Score score, Instant scoredAt) {
            this(score, scoredAt, null);
        }

        Scored beside(@Nullable Outcome candidates) {
            return new Scored(score, scoredAt, candidates);
        }
    }

    /** This one task can't be scored; its neighbours are not concerned. */
    record Refused(RejectReason reason, String message) implements Outcome {}

    /** The task was not tried: a domain tag in use by now wants its data spelled otherwise, so it is to be offered anew. */
    record Outdated() implements Outcome {}
}
