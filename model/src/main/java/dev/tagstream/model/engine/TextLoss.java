package dev.tagstream.model.engine;

/**
 * How well texts were foretold, and what would make it better.
 *
 * @param nats mean negative log-likelihood of a token
 * @param gradient for the domain tag's rows (p x d), row by row
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the optimiser, never compared
public record TextLoss(float nats, float[] gradient) {}
