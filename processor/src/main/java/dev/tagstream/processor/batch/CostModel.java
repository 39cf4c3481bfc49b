package dev.tagstream.processor.batch;

import java.util.List;

/**
 * What a batch costs an engine at most: as if none of its spans were cached. Pure functions of what goes into it.
 *
 * <p>The coefficients come from {@link #fit}. {@link #corrected} follows measured batches with one factor over all of them, so it takes
 * up what a fit at start can't know: how many spans are found in the cache, and what else the machine is doing.
 *
 * @param perBatch seconds of any batch
 * @param perTask seconds of a prompt's rows outside spans
 * @param perToken seconds such rows take for each token they look at
 * @param perSpan seconds of encoding any span
 * @param perSpanToken seconds of encoding for each of its tokens
 * @param perSpanSquare seconds of encoding for the square of its tokens, which attention grows with
 * @param bytesPerSpan bytes of keys and values of any span
 * @param bytesPerSpanToken bytes of keys and values of each of its tokens
 * @param factor what seconds are multiplied with
 */
record CostModel(
        double perBatch,
        double perTask,
        double perToken,
        double perSpan,
        double perSpanToken,
        double perSpanSquare,
        double bytesPerSpan,
        double bytesPerSpanToken,
        double factor) {
    /** Of an engine that was not measured: nothing costs anything, and only token budgets bound a batch. */
    static final CostModel FREE = new CostModel(0, 0, 0, 0, 0, 0, 0, 0, 1);

    private static final double SLOWER_WEIGHT = 0.5; // a batch that took too long counts at once
    private static final double FASTER_WEIGHT = 0.125; // a fast one may have been lucky with the cache
    private static final double LEAST_FACTOR = 0.125; // so that a cold cache costs no more than this many batches' time
    private static final double LARGEST_FACTOR = 64;

    /**
     * From trials of at least one size: time is fitted to floating-point operations of encoding and of the rest, and these to lengths.
     *
     * @throws IllegalArgumentException if there are no trials
     */
    static CostModel fit(List<CalibrationSample> trials) {
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("no trials to fit a cost model to");
        }
        double[] seconds = NonNegativeFit.relative( // of encoding, of the rest, of any batch
                trials.stream()
                        .map(trial -> new double[] {trial.encodingFlops(), trial.otherFlops(), 1})
                        .toArray(double[][]::new),
                trials.stream().mapToDouble(CalibrationSample::seconds).toArray());
        double[] encoding = NonNegativeFit.relative(
                trials.stream()
                        .map(trial -> new double[] {trial.length(), (double) trial.length() * trial.length(), 1})
                        .toArray(double[][]::new),
                trials.stream()
                        .mapToDouble(trial -> trial.encodingFlops() / trial.tasks())
                        .toArray());
        double[] others = NonNegativeFit.relative(
                trials.stream().map(trial -> new double[] {1, trial.length()}).toArray(double[][]::new),
                trials.stream()
                        .mapToDouble(trial -> trial.otherFlops() / trial.tasks())
                        .toArray());
        double[] bytes = NonNegativeFit.relative(
                trials.stream().map(trial -> new double[] {trial.length(), 1}).toArray(double[][]::new),
                trials.stream()
                        .mapToDouble(trial -> (double) trial.newBytes() / trial.tasks())
                        .toArray());
        return new CostModel(
                seconds[2],
                seconds[1] * others[0],
                seconds[1] * others[1],
                seconds[0] * encoding[2],
                seconds[0] * encoding[0],
                seconds[0] * encoding[1],
                bytes[1],
                bytes[0],
                1);
    }

    double seconds(BatchSize amount) {
        return factor
                * (perBatch
                        + perTask * amount.tasks()
                        + perToken * amount.tokens()
                        + perSpan * amount.spans()
                        + perSpanToken * amount.spanTokens()
                        + perSpanSquare * amount.spanSquares());
    }

    /** Of any batch, whatever is in it. */
    double secondsOfAny() {
        return factor * perBatch;
    }

    /** Bytes of keys and values. */
    double bytes(BatchSize amount) {
        return bytesPerSpan * amount.spans() + bytesPerSpanToken * amount.spanTokens();
    }

    /** The model after a batch of this amount took so many seconds. */
    CostModel corrected(BatchSize amount, double measuredSeconds) {
        double ratio = measuredSeconds / seconds(amount);
        if (!(ratio > 0) || Double.isInfinite(ratio)) {
            return this; // nothing was expected, or nothing measured
        }
        double next = factor * Math.pow(ratio, ratio > 1 ? SLOWER_WEIGHT : FASTER_WEIGHT);
        return withFactor(Math.min(LARGEST_FACTOR, Math.max(LEAST_FACTOR, next)));
    }

    private CostModel withFactor(double other) {
        return new CostModel(
                perBatch,
                perTask,
                perToken,
                perSpan,
                perSpanToken,
                perSpanSquare,
                bytesPerSpan,
                bytesPerSpanToken,
                other);
    }
}
