package dev.tagstream.model.learn;

import java.time.Duration;

/**
 * How a function tag is learned.
 *
 * @param rows p, of a tag that is made anew; Tag-LLM found 10 the best
 * @param members of the ensemble; trained side by side on the same examples, from different beginnings
 * @param deep whether to learn values that are added to the tag's rows in front of every layer
 * @param readRows how many of the tag's last rows the head reads
 * @param offsets whether to learn offsets of the spans seen in training
 * @param batch examples of a step
 * @param learningRate at its highest, after the warm-up
 * @param epochs at most, passes over the examples
 * @param patience evaluations in a row without a better held-out loss, after which training stops
 * @param budget time after which training stops with what it has
 * @param seed of beginnings and order; the same seed gives the same tag on the same machine
 * @param clipNorm gradients of a member are scaled down to this global norm
 */
public record TrainingOptions(
        int rows,
        int members,
        boolean deep,
        int readRows,
        boolean offsets,
        int batch,
        double learningRate,
        int epochs,
        int patience,
        Duration budget,
        long seed,
        double clipNorm) {
    public static final TrainingOptions DEFAULT =
            new TrainingOptions(10, 1, false, 1, false, 32, 3e-3, 20, 5, Duration.ofHours(1), 1, 1.0);

    public TrainingOptions withMembers(int number) {
        return new TrainingOptions(
                rows, number, deep, readRows, offsets, batch, learningRate, epochs, patience, budget, seed, clipNorm);
    }

    public TrainingOptions withBudget(Duration time) {
        return new TrainingOptions(
                rows, members, deep, readRows, offsets, batch, learningRate, epochs, patience, time, seed, clipNorm);
    }

    public TrainingOptions withEpochs(int number) {
        return new TrainingOptions(
                rows, members, deep, readRows, offsets, batch, learningRate, number, patience, budget, seed, clipNorm);
    }

    public TrainingOptions withSeed(long number) {
        return new TrainingOptions(
                rows,
                members,
                deep,
                readRows,
                offsets,
                batch,
                learningRate,
                epochs,
                patience,
                budget,
                number,
                clipNorm);
    }
}
