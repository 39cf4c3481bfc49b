package dev.tagstream.model.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Linear least squares with a penalty on the squared weights (ridge regression; Hoerl and Kennard, Technometrics 12, 1970), by the normal
 * equations in float64. There is no intercept; who wants one adds a constant column or takes means out.
 */
final class Ridge {
    /** Examples that are added in one pass over the matrix, which is larger than a processor's cache where columns are many. */
    private static final int TOGETHER = 4;

    private final double[][] products; // lower triangle of sum x x^T
    private final double[][] moments; // (outputs, columns): sum y x
    private final List<double[]> waiting = new ArrayList<>();

    Ridge(int columns, int outputs) {
        this.products = new double[columns][];
        for (int i = 0; i < columns; i++) {
            products[i] = new double[i + 1];
        }
        this.moments = new double[outputs][columns];
    }

    /**
     * Adds an example.
     *
     * @param x taken over, one value a column
     * @param y one value an output
     */
    void add(double[] x, double... y) {
        for (int k = 0; k < moments.length; k++) {
            for (int i = 0; i < x.length; i++) {
                moments[k][i] += y[k] * x[i];
            }
        }
        waiting.add(x);
        if (waiting.size() == TOGETHER) {
            addWaiting();
        }
    }

    private void addWaiting() {
        while (waiting.size() < TOGETHER) {
            waiting.add(new double[products.length]);
        }
        double[] a = waiting.get(0);
        double[] b = waiting.get(1);
        double[] c = waiting.get(2);
        double[] d = waiting.get(3);
        for (int i = 0; i < products.length; i++) {
            double[] row = products[i];
            double ai = a[i];
            double bi = b[i];
            double ci = c[i];
            double di = d[i];
            for (int j = 0; j <= i; j++) {
                row[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
            }
        }
        waiting.clear();
    }

    /**
     * Weights (outputs, columns).
     *
     * @param strength penalty of a squared weight, in units of the mean over columns of their sums of squares; more than 0
     */
    double[][] solve(double strength) {
        if (!waiting.isEmpty()) {
            addWaiting();
        }
        double trace = 0;
        for (int i = 0; i < products.length; i++) {
            trace += products[i][i];
        }
        double penalty = trace > 0 ? strength * trace / products.length : 1;
        double[][] factor = factor(penalty);
        double[][] weights = new double[moments.length][];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = backward(factor, forward(factor, moments[k]));
        }
        return weights;
    }

    /** Cholesky: the lower triangle L with L L^T = products + penalty. */
    private double[][] factor(double penalty) {
        double[][] factor = new double[products.length][];
        for (int i = 0; i < factor.length; i++) {
            double[] row = products[i].clone();
            for (int j = 0; j < i; j++) {
                row[j] = (row[j] - dot(row, factor[j], j)) / factor[j][j];
            }
            row[i] = Math.sqrt(row[i] + penalty - dot(row, row, i));
            factor[i] = row;
        }
        return factor;
    }

    private static double[] forward(double[][] factor, double[] right) {
        double[] solution = new double[right.length];
        for (int i = 0; i < solution.length; i++) {
            solution[i] = (right[i] - dot(factor[i], solution, i)) / factor[i][i];
        }
        return solution;
    }

    private static double[] backward(double[][] factor, double[] right) {
        double[] solution = right.clone();
        for (int i = solution.length - 1; i >= 0; i--) {
            solution[i] /= factor[i][i];
            for (int j = 0; j < i; j++) {
                solution[j] -= factor[i][j] * solution[i];
            }
        }
        return solution;
    }

    /** Four sums side by side, since a single one would wait for each addition to end. */
    private static double dot(double[] a, double[] b, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + s2 + s3;
    }
}
