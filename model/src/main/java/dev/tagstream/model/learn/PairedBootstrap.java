package dev.tagstream.model.learn;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares two predictors on the same examples by resampling the differences of their losses (paired bootstrap; Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 */
public final class PairedBootstrap {
    private static final int RESAMPLES = 2_000;

    /**
     * By how much the second is better than the first.
     *
     * @param mean mean loss of the first minus mean loss of the second, or the area of the second minus that of the first
     * @param low the mean is larger than this with the confidence asked for
     */
    public record Improvement(double mean, double low) {
        /** Whether the second is better by more than its noise. */
        public boolean isCertain() {
            return low > 0;
        }
    }

    private PairedBootstrap() {}

    /**
     * @param first losses of one predictor, one an example
     * @param second losses of the other on the same examples, in the same order
     * @param confidence one-sided, for instance 0.95
     * @throws IllegalArgumentException if there are no losses or not as many of one as of the other
     */
    public static Improvement compare(double[] first, double[] second, double confidence, long seed) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException(
                    "%d losses can't be compared with %d".formatted(first.length, second.length));
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = first[i] - second[i];
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[r] = sum / differences.length;
        }
        return new Improvement(Arrays.stream(differences).average().orElseThrow(), low(means, confidence));
    }

    private static double low(double[] means, double confidence) {
        Arrays.sort(means);
        return means[(int) Math.floor((1 - confidence) * (RESAMPLES - 1))];
    }

    /**
     * By how much the area under the ROC curve of the second is larger than that of the first.
     *
     * @param first probabilities of two classes by one predictor, one array an example
     * @param second those of the other for the same examples, in the same order
     * @param confidence one-sided
     * @throws IllegalArgumentException if the examples are not of both classes
     */
    public static Improvement compareAuc(
            List<double[]> first, List<double[]> second, List<LabelledTask> truth, double confidence, long seed) {
        RocArea one = RocArea.of(first, truth);
        RocArea other = RocArea.of(second, truth);
        int[] counts = new int[truth.size()];
        Arrays.fill(counts, 1);
        double gain = other.area(counts) - one.area(counts);
        if (Double.isNaN(gain)) {
            throw new IllegalArgumentException("an area under the ROC curve needs examples of both classes");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] gains = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; ) {
            Arrays.fill(counts, 0);
            for (int i = 0; i < counts.length; i++) {
                counts[random.nextInt(counts.length)]++;
            }
            double resampled = other.area(counts) - one.area(counts);
            if (Double.isFinite(resampled)) { // else one class was not drawn
                gains[r++] = resampled;
            }
        }
        return new Improvement(gain, low(gains, confidence));
    }
}
