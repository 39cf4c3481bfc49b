package dev.tagstream.model.learn;

import java.time.Duration;

/**
 * How a function tag is learned.
 *
 * @param rows p, of a tag that is made anew; Tag-LLM found 10 the best
 * @param members of the ensemble of a tag that is made anew; trained side by side on the same examples, from different beginnings
 * @param deep whether to learn values that are added to the tag's rows in front of every layer
 * @param lowRank rank of the updates of the projections of the tag's rows; 0 for none
 * @param readRows how many of the tag's last rows the head reads
 * @param offsets whether to learn offsets of the spans seen in training
 * @param batch examples of a step
 * @param learningRate at its highest, after the warm-up
 * @param epochs at most, passes over the examples
 * @param patience evaluations in a row without a better held-out loss, after which training stops
 * @param budget time after which training stops with what it has
 * @param seed of beginnings and order; the same seed gives the same tag but for the last digits
 * @param clipNorm gradients of a member are scaled down to this global norm
 */
public record TrainingOptions(
        int rows,
        int members,
        boolean deep,
        int lowRank,
        int readRows,
        boolean offsets,
        int batch,
        double learningRate,
        int epochs,
        int patience,
        Duration budget,
        long seed,
        double clipNorm) {
    public static final int DEFAULT_ROWS = 10;
    public static final int DEFAULT_BATCH = 192;
    public static final double DEFAULT_RATE = 1e-2;
    public static final int DEFAULT_EPOCHS = 20;
    public static final int DEFAULT_PATIENCE = 5;
    public static final int DEFAULT_HOURS = 1;
    public static final long DEFAULT_SEED = 1;
    public static final int DEFAULT_CLIP_NORM = 1;

    /** Of a tag that acts through its rows alone, with one member. */
    public static final TrainingOptions DEFAULT = new TrainingOptions(
            DEFAULT_ROWS,
            1,
            false,
            0,
            1,
            false,
            DEFAULT_BATCH,
            DEFAULT_RATE,
            DEFAULT_EPOCHS,
            DEFAULT_PATIENCE,
            Duration.ofHours(DEFAULT_HOURS),
            DEFAULT_SEED,
            DEFAULT_CLIP_NORM);

    public TrainingOptions withMembers(int number) {
        return withShape(number, deep, lowRank, readRows, offsets);
    }

    public TrainingOptions withOffsets(boolean spanOffsets) {
        return withShape(members, deep, lowRank, readRows, spanOffsets);
    }

    /** With what a tag consists of, beside its rows and the head. */
    public TrainingOptions withShape(int memberCount, boolean deepValues, int rank, int rowsRead, boolean spanOffsets) {
        return new TrainingOptions(
                rows,
                memberCount,
                deepValues,
                rank,
                rowsRead,
                spanOffsets,
                batch,
                learningRate,
                epochs,
                patience,
                budget,
                seed,
                clipNorm);
    }

    public TrainingOptions withBudget(Duration time) {
        return with(epochs, time, seed);
    }

    public TrainingOptions withEpochs(int number) {
        return with(number, budget, seed);
    }

    public TrainingOptions withSeed(long number) {
        return with(epochs, budget, number);
    }

    private TrainingOptions with(int epochCount, Duration time, long number) {
        return new TrainingOptions(
                rows,
                members,
                deep,
                lowRank,
                readRows,
                offsets,
                batch,
                learningRate,
                epochCount,
                patience,
                time,
                number,
                clipNorm);
    }
}
