package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeTest {
    private static final int COLUMNS = 7;
    private static final double[][] PLANTED = {{1, -2, 0, 0.5, 3, 0, -1}, {0, 0, 4, 0, 0, -0.25, 0}};

    private final Random random = new Random(5);

    /** 33 examples, so that some wait for company when the weights are asked for. */
    @Test
    void findsPlantedWeightsOfEachOutput() {
        Ridge ridge = planted(33);

        double[][] weights = ridge.solve(1e-9);

        for (int k = 0; k < PLANTED.length; k++) {
            for (int i = 0; i < COLUMNS; i++) {
                assertThat(weights[k][i]).isCloseTo(PLANTED[k][i], within(1e-5));
            }
        }
        assertThat(ridge.solve(1e-9)).as("asked again").isDeepEqualTo(weights);
    }

    @Test
    void aStrongerPenaltyMakesSmallerWeights() {
        Ridge ridge = planted(33);

        assertThat(squares(ridge.solve(1)[0])).isBetween(0.1, 0.9 * squares(PLANTED[0]));
        assertThat(squares(ridge.solve(1e6)[0])).isLessThan(1e-9);
    }

    /** One column alone: sum x y / (sum x x + strength * sum x x). */
    @Test
    void theStrengthIsInUnitsOfTheColumns() {
        Ridge ridge = new Ridge(1, 1);
        ridge.add(new double[] {2}, 3);
        ridge.add(new double[] {1}, 1);

        assertThat(ridge.solve(1)[0][0]).isCloseTo(7.0 / (5 + 5), within(1e-12));
    }

    @Test
    void withFewerExamplesThanColumnsThereIsAnAnswerToo() {
        assertThat(planted(3).solve(1e-3)[0]).doesNotContain(Double.NaN);
        assertThat(new Ridge(2, 1).solve(1)[0]).containsExactly(0, 0);
    }

    private Ridge planted(int examples) {
        Ridge ridge = new Ridge(COLUMNS, PLANTED.length);
        for (int n = 0; n < examples; n++) {
            double[] x = random.doubles(COLUMNS, -1, 1).toArray();
            double[] y = new double[PLANTED.length];
            for (int k = 0; k < y.length; k++) {
                for (int i = 0; i < COLUMNS; i++) {
                    y[k] += PLANTED[k][i] * x[i];
                }
            }
            ridge.add(x, y);
        }
        return ridge;
    }

    private static double squares(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight * weight;
        }
        return sum;
    }
}
