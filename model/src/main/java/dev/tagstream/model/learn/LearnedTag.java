package dev.tagstream.model.learn;

import dev.tagstream.tags.FunctionTag;
import java.util.Map;

/**
 * What came of a training run: the tag of the evaluation with the lowest held-out loss.
 *
 * @param tag not numbered yet
 * @param metrics on the held-out examples, by name; those chose the tag, so others are needed to judge it by
 * @param examples that were trained on, each counted once
 * @param end why it ended
 */
public record LearnedTag(FunctionTag tag, Map<String, Double> metrics, long examples, End end) {
    /** Why a training run ended. */
    public enum End {
        /** All epochs are done. */
        EPOCHS,
        /** The held-out loss did not get better any more. */
        PATIENCE,
        /** The time was up. */
        BUDGET,
        /** Gradients were no numbers in many steps in a row. */
        OVERFLOW,
        /** The listener said so. */
        STOPPED
    }

    public LearnedTag {
        metrics = Map.copyOf(metrics);
    }
}
