package dev.tagstream.model.learn;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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

    /** {@link #compare(double[], double[], Resampling, double, long)} by resampling the examples themselves. */
    public static Improvement compare(double[] first, double[] second, double confidence, long seed) {
        return compare(first, second, Resampling.ofExamples(first.length), confidence, seed);
    }

    /**
     * @param first losses of one predictor, one an example
     * @param second losses of the other on the same examples, in the same order
     * @param resampling of those examples
     * @param confidence one-sided, for instance 0.95
     * @throws IllegalArgumentException if there are no losses or not as many of one as of the other
     */
    public static Improvement compare(
            double[] first, double[] second, Resampling resampling, double confidence, long seed) {
        if (first.length == 0 || first.length != second.length) {
            throw new IllegalArgumentException(
                    "%d losses can't be compared with %d".formatted(first.length, second.length));
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = first[i] - second[i];
        }
        double[] means = resampled(
                counts -> mean(differences, counts),
                counts -> IntStream.of(counts).anyMatch(count -> count > 0),
                resampling,
                seed);
        return new Improvement(Arrays.stream(differences).average().orElseThrow(), low(means, confidence));
    }

    private static double mean(double[] differences, int[] counts) {
        double sum = 0;
        long drawn = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += counts[i] * differences[i];
            drawn += counts[i];
        }
        return sum / drawn;
    }

    /** @param usable whether a resample tells anything; else another one is drawn */
    private static double[] resampled(
            ToDoubleFunction<int[]> statistic, Predicate<int[]> usable, Resampling resampling, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = new int[resampling.examples()];
        double[] values = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            do {
                resampling.draw(random, counts);
            } while (!usable.test(counts));
            values[r] = statistic.applyAsDouble(counts);
        }
        return values;
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
     * @param resampling of those examples
     * @param confidence one-sided
     * @throws IllegalArgumentException if the examples are not of both classes
     */
    public static Improvement compareAuc(
            List<double[]> first,
            List<double[]> second,
            List<LabelledTask> truth,
            Resampling resampling,
            double confidence,
            long seed) {
        RocArea one = RocArea.of(first, truth);
        RocArea other = RocArea.of(second, truth);
        int[] once = new int[truth.size()];
        Arrays.fill(once, 1);
        double gain = other.area(once) - one.area(once);
        if (Double.isNaN(gain)) {
            throw new IllegalArgumentException("an area under the ROC curve needs examples of both classes");
        }
        double[] gains = resampled(
                counts -> other.area(counts) - one.area(counts), counts -> holdBoth(truth, counts), resampling, seed);
        return new Improvement(gain, low(gains, confidence));
    }

    private static boolean holdBoth(List<LabelledTask> truth, int[] counts) {
        return IntStream.range(0, counts.length)
                        .filter(i -> counts[i] > 0)
                        .mapToObj(i -> truth.get(i).label() > 0)
                        .distinct()
                        .limit(2)
                        .count()
                == 2;
    }
}
