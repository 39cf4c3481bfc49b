package dev.tagstream.trainer.round;

import dev.tagstream.model.learn.TrainingOptions;

/**
 * How rounds learn and judge.
 *
 * @param training with the time budget of a round
 * @param confidence one-sided, that a published candidate is better
 */
public record RoundOptions(TrainingOptions training, double confidence) {}
