package dev.tagstream.model.engine;

/**
 * One training step's loss and its gradients.
 *
 * @param loss 100 x mean squared error of standardised predictions
 * @param rows gradient for the function tag's rows (p x d), row by row
 * @param head gradient for the head (d)
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the optimiser, never compared
public record Gradients(float loss, float[] rows, float[] head) {}
