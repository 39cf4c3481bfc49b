package dev.tagstream.bench.quality;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Products of a kernel of prompts with vectors, without making the kernel: a prompt lies at a place (d, u) of a grid, and k((d, u), (e, v)) =
 * a[u, v] + first[d, e] b[u, v]. A product costs a sum over D for each prompt, however many of the others share its place.
 */
final class GridProduct {
    private final float[][] first; // (D, D)
    private final double[][] a; // (U, U)
    private final double[][] b; // (U, U)

    /** Of symmetric matrices. */
    GridProduct(float[][] first, double[][] a, double[][] b) {
        this.first = first;
        this.a = a;
        this.b = b;
    }

    /** Where a prompt lies. */
    record Place(int d, int u) {}

    /**
     * What a vector comes to.
     *
     * @param v one value a prompt of {@code from}
     * @param from n prompts
     * @param to m prompts
     * @return K(to, from) v, of length m
     */
    double[] times(double[] v, List<Place> from, List<Place> to) {
        double[] byRest = new double[a.length]; // (U)
        double[][] mixed = new double[first.length][b.length]; // (D, U): v on the grid, times b
        for (int r = 0; r < v.length; r++) {
            Place place = from.get(r);
            byRest[place.u()] += v[r];
            add(v[r], b[place.u()], mixed[place.d()]);
        }
        double[][] columns = transposed(mixed, b.length); // (U, D)
        double[] additive = IntStream.range(0, a.length)
                .mapToDouble(u -> IntStream.range(0, a.length)
                        .mapToDouble(w -> a[u][w] * byRest[w])
                        .sum())
                .toArray();
        double[] result = new double[to.size()];
        IntStream.range(0, result.length).parallel().forEach(r -> {
            Place place = to.get(r);
            result[r] = additive[place.u()] + dot(first[place.d()], columns[place.u()]);
        });
        return result;
    }

    private static void add(double factor, double[] row, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * row[i];
        }
    }

    private static double[][] transposed(double[][] rows, int width) {
        double[][] columns = new double[width][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    /** Four sums side by side, since a single one would wait for each addition to end. */
    private static double dot(float[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < y.length; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < y.length; i++) {
            s0 += x[i] * y[i];
        }
        return s0 + s1 + s2 + s3;
    }
}
