package dev.tagstream.model.engine;

import java.util.Arrays;

/**
 * What the prompts of a training step should have been read out as.
 *
 * @param values (B): standardised labels, or numbers of classes
 * @param under (B): what a squared error costs where the read-out is less than the label; 0 for a label that is an upper bound
 * @param over (B): what it costs where it is more; 0 for a label that is a lower bound. Neither counts for classes
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
public record Targets(float[] values, float[] under, float[] over) {

    /** Labels that are no bounds. */
    public static Targets exact(float[] values) {
        float[] ones = new float[values.length];
        Arrays.fill(ones, 1);
        return new Targets(values, ones, ones);
    }

    /** Those of some prompts. */
    Targets at(Iterable<Integer> prompts, int count) {
        float[][] picked = new float[3][count];
        int to = 0;
        for (int prompt : prompts) {
            picked[0][to] = values[prompt];
            picked[1][to] = under[prompt];
            picked[2][to++] = over[prompt];
        }
        return new Targets(picked[0], picked[1], picked[2]);
    }
}
