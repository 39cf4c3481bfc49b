package dev.tagstream.model.learn;

import java.util.Map;

/**
 * Where training stands.
 *
 * @param examplesSeen so far, repeated ones counted again
 * @param examplesAtMost after the last epoch
 * @param loss smoothed training loss per member, in squared standard deviations (nats for classes)
 * @param heldOut metrics of the last evaluation on the held-out examples, by name; empty before the first
 */
public record TrainingProgress(long examplesSeen, long examplesAtMost, double loss, Map<String, Double> heldOut) {
    public TrainingProgress {
        heldOut = Map.copyOf(heldOut);
    }
}
