package dev.tagstream.processor.batch;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Least squares with coefficients that can't be negative, as costs can't; for a handful of columns, since every choice of columns that
 * may be nonzero is tried. Of choices that fit alike, the one with the earliest columns wins.
 */
final class NonNegativeFit {
    private static final double SINGULAR = 1e-9; // of normal equations with columns of length one
    private static final double BETTER = 1e-12;

    private NonNegativeFit() {}

    /**
     * Coefficients c, each at least 0, that make the relative error of rows . c against values small. Rows whose value is not positive
     * are left out.
     *
     * @param rows (n, k)
     * @param values n
     */
    static double[] relative(double[][] rows, double[] values) {
        int columns = rows[0].length;
        double[][] x = new double[rows.length][columns]; // each row divided by its value, so that all aim at 1
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < columns; k++) {
                x[i][k] = values[i] > 0 ? rows[i][k] / values[i] : 0;
            }
        }
        double[] lengths = new double[columns];
        for (int k = 0; k < columns; k++) {
            for (double[] row : x) {
                lengths[k] = Math.hypot(lengths[k], row[k]);
            }
        }
        double[] best = new double[columns];
        double smallest = error(x, best);
        for (int choice = 1; choice < 1 << columns; choice++) {
            double[] fitted = fit(x, choice, lengths);
            double error = error(x, fitted);
            if (Arrays.stream(fitted).allMatch(c -> c >= 0) && error < smallest - BETTER) {
                best = fitted;
                smallest = error;
            }
        }
        return best;
    }

    private static double error(double[][] x, double[] coefficients) {
        double sum = 0;
        for (double[] row : x) {
            double difference = 1;
            boolean counts = false;
            for (int k = 0; k < row.length; k++) {
                difference -= row[k] * coefficients[k];
                counts |= row[k] != 0;
            }
            sum += counts ? difference * difference : 0;
        }
        return sum;
    }

    /** Least squares with the chosen columns alone; zeros if they depend on each other. */
    private static double[] fit(double[][] x, int choice, double[] lengths) {
        int[] chosen = IntStream.range(0, lengths.length)
                .filter(k -> (choice >> k & 1) == 1)
                .toArray();
        int size = chosen.length;
        double[][] equations = new double[size][size + 1];
        for (double[] row : x) {
            for (int i = 0; i < size; i++) {
                double value = row[chosen[i]] / lengths[chosen[i]];
                for (int j = 0; j < size; j++) {
                    equations[i][j] += value * row[chosen[j]] / lengths[chosen[j]];
                }
                equations[i][size] += value;
            }
        }
        double[] coefficients = new double[lengths.length];
        if (eliminate(equations)) {
            for (int i = 0; i < size; i++) {
                coefficients[chosen[i]] = equations[i][size] / lengths[chosen[i]];
            }
        }
        return coefficients;
    }

    /** Gauss and Jordan's elimination in place, without exchange since the matrix is positive; false if it is singular. */
    private static boolean eliminate(double[][] equations) {
        int size = equations.length;
        for (int pivot = 0; pivot < size; pivot++) {
            double divisor = equations[pivot][pivot];
            if (!(divisor > SINGULAR)) {
                return false;
            }
            for (int j = pivot; j <= size; j++) {
                equations[pivot][j] /= divisor;
            }
            for (int i = 0; i < size; i++) {
                double multiple = equations[i][pivot];
                for (int j = pivot; i != pivot && j <= size; j++) {
                    equations[i][j] -= multiple * equations[pivot][j];
                }
            }
        }
        return true;
    }
}
