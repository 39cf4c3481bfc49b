package dev.tagstream.model.engine;

/**
 * One training step's loss and gradients.
 *
 * @param loss 100 x mean squared error of standardised predictions
 * @param tags gradient for the tag table (R, d)
 * @param head gradient for the head (d)
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the optimiser, never compared
record StepResult(float loss, float[] tags, float[] head) {}
