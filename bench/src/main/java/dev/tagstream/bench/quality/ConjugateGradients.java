package dev.tagstream.bench.quality;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Solves A x = y for a symmetric positive definite A that is known by its products (Hestenes and Stiefel, 1952). */
final class ConjugateGradients {
    private static final int MOST_STEPS = 2_000;

    private ConjugateGradients() {}

    /**
     * The solution; empty where A shows itself not to be positive definite, or the bound is not met in {@value #MOST_STEPS} steps.
     *
     * @param product A times a vector
     * @param y right side
     * @param start a guess
     * @param bound on the length of what is left over, y - A x, as a part of the length of y
     */
    static Optional<double[]> solve(UnaryOperator<double[]> product, double[] y, double[] start, double bound) {
        double[] x = start.clone();
        double[] left = plus(y, -1, product.apply(x));
        double squares = dot(left, left);
        double enough = bound * bound * dot(y, y);
        double[] direction = left.clone();
        for (int step = 0; squares > enough; step++) {
            double[] bent = product.apply(direction);
            double curvature = dot(direction, bent);
            if (step == MOST_STEPS || !(curvature > 0)) {
                return Optional.empty();
            }
            x = plus(x, squares / curvature, direction);
            left = plus(left, -squares / curvature, bent);
            double rest = dot(left, left);
            direction = plus(left, rest / squares, direction);
            squares = rest;
        }
        return Double.isNaN(squares) ? Optional.empty() : Optional.of(x);
    }

    private static double[] plus(double[] a, double factor, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * b[i];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
