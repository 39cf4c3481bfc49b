package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConjugateGradientsTest {
    private final Random random = new Random(5);

    @Test
    void solvesToWithinTheBoundWhereverItBegins() {
        double[][] matrix = positive(30, 0.1);
        double[] truth = random.doubles(30).toArray();
        double[] y = Dense.times(matrix, truth);

        assertThat(solved(matrix, y, new double[30], 1e-10)).containsExactly(truth, within(1e-6));
        assertThat(solved(matrix, y, random.doubles(30).toArray(), 1e-10)).containsExactly(truth, within(1e-6));
    }

    @Test
    void endsOnceWhatIsLeftIsWithinTheBound() {
        double[][] matrix = positive(30, 0.1);
        double[] y = random.doubles(30).toArray();
        double[] left = y.clone();
        double[] found = Dense.times(matrix, solved(matrix, y, new double[30], 1e-2));
        for (int i = 0; i < left.length; i++) {
            left[i] -= found[i];
        }

        assertThat(Math.sqrt(Dense.dot(left, left) / Dense.dot(y, y))).isBetween(1e-6, 1.01e-2);
    }

    @Test
    void noticesWhatIsNotPositive() {
        double[][] matrix = positive(10, -5);

        assertThat(ConjugateGradients.solve(
                        v -> Dense.times(matrix, v), random.doubles(10).toArray(), new double[10], 1e-3))
                .isEmpty();
        assertThat(ConjugateGradients.solve(v -> new double[] {Double.NaN}, new double[] {1}, new double[1], 1e-3))
                .isEmpty();
    }

    @Test
    void nothingIsAskedOfNothing() {
        assertThat(solved(positive(3, 1), new double[3], new double[3], 1e-3)).containsOnly(0);
    }

    private static double[] solved(double[][] matrix, double[] y, double[] start, double bound) {
        return ConjugateGradients.solve(v -> Dense.times(matrix, v), y, start, bound)
                .orElseThrow();
    }

    /** With the diagonal raised. */
    private double[][] positive(int size, double raised) {
        double[][] factor = new double[size][];
        for (int i = 0; i < size; i++) {
            factor[i] = random.doubles(size, -1, 1).toArray();
        }
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i][j] = Dense.dot(factor[i], factor[j]) + (i == j ? raised : 0);
            }
        }
        return matrix;
    }
}
