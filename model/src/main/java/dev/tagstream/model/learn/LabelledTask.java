package dev.tagstream.model.learn;

import dev.tagstream.model.engine.ScoringTask;

/**
 * A prompt and what was measured.
 *
 * @param label in the function's unit, or the number of the class from 0
 * @param bound how the true value stands to the label
 */
public record LabelledTask(ScoringTask task, double label, Bound bound) {
    /** How the true value stands to a label; a label that is a bound teaches only where the prediction is on its wrong side. */
    public enum Bound {
        EXACT,
        /** The true value is less than the label. */
        BELOW,
        /** The true value is greater than the label. */
        ABOVE
    }

    public LabelledTask {
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("a label of %s teaches nothing".formatted(label));
        }
    }
}
