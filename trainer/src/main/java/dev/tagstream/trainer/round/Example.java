package dev.tagstream.trainer.round;

import dev.tagstream.model.learn.LabelledTask.Bound;
import org.jspecify.annotations.Nullable;

/**
 * A result as a round reads it.
 *
 * @param label in the function's unit, or the number of the class
 * @param heldOut whether it is judged by and never learned from
 */
public record Example(@Nullable String smiles, @Nullable String protein, double label, Bound bound, boolean heldOut) {}
