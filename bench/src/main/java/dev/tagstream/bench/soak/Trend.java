package dev.tagstream.bench.soak;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where a figure was at the beginning of a long run and where at its end.
 *
 * @param first median over the first quarter of the looks
 * @param last median over the last quarter
 * @param perHour slope of the straight line through all looks, by least squares
 */
public record Trend(double first, double last, double perHour) {
    private static final int QUARTER = 4;
    private static final double SECONDS_AN_HOUR = 3_600;

    /**
     * @param looks at least one, in the order of time
     * @param seconds when a look was made
     */
    public static <T> Trend of(List<T> looks, ToDoubleFunction<T> seconds, ToDoubleFunction<T> figure) {
        int quarter = Math.max(1, looks.size() / QUARTER);
        return new Trend(
                median(looks.subList(0, quarter), figure),
                median(looks.subList(looks.size() - quarter, looks.size()), figure),
                slope(looks, seconds, figure) * SECONDS_AN_HOUR);
    }

    private static <T> double median(List<T> looks, ToDoubleFunction<T> figure) {
        double[] sorted = looks.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static <T> double slope(List<T> looks, ToDoubleFunction<T> seconds, ToDoubleFunction<T> figure) {
        double[] x = looks.stream().mapToDouble(seconds).toArray();
        double[] y = looks.stream().mapToDouble(figure).toArray();
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return variance > 0 ? covariance / variance : 0;
    }

    /** How much more it was in the end. */
    public double growth() {
        return last - first;
    }
}
