package dev.tagstream.bench.quality;

import java.util.stream.IntStream;

/**
 * The kernel of what prompts hold of one domain: n data each, in any order. Two data a and c have k(a, c) = T(a, c)^power + own [a = c],
 * where T is their similarity, and what is known of one datum alone is {@code own}. Prompts with a_1 ... a_n and c_1 ... c_n have the mean
 * of two: the sum of all k(a_i, c_j) by n, as if each datum had an effect, and the sum over all ways to pair them of the products,
 * as if each n of them had one. For n = 1 both are k.
 */
final class DomainKernel {
    private final float[][] similarity; // (m, m) of the data
    private final int[][] held; // (D, n): the data of each distinct group that some prompt holds
    private double power = Double.NaN;
    private double own = Double.NaN;
    private float[][] last = new float[0][];

    DomainKernel(float[][] similarity, int[][] held) {
        this.similarity = similarity;
        this.held = held;
    }

    /** How many different groups there are. */
    int size() {
        return held.length;
    }

    /** Of all groups with all (D, D), not to be changed; what was asked for last is at hand. */
    float[][] of(double powerOfSimilarity, double ownShare) {
        if (powerOfSimilarity != power || ownShare != own) {
            float[][] data = rows(similarity.length, (i, j) -> datum(i, j, powerOfSimilarity, ownShare));
            last = held[0].length == 1 ? data : rows(held.length, (i, j) -> group(data, held[i], held[j]));
            power = powerOfSimilarity;
            own = ownShare;
        }
        return last;
    }

    private interface Entry {
        double at(int i, int j);
    }

    private static float[][] rows(int size, Entry entry) {
        float[][] rows = new float[size][size];
        IntStream.range(0, size).parallel().forEach(i -> {
            for (int j = 0; j < size; j++) {
                rows[i][j] = (float) entry.at(i, j);
            }
        });
        return rows;
    }

    private double datum(int a, int c, double powerOfSimilarity, double ownShare) {
        double t = similarity[a][c];
        double shaped =
                powerOfSimilarity == 1 ? t : powerOfSimilarity == 0.5 ? Math.sqrt(t) : Math.pow(t, powerOfSimilarity);
        return a == c ? shaped + ownShare : shaped;
    }

    private static double group(float[][] data, int[] a, int[] c) {
        double sum = 0;
        for (int one : a) {
            for (int other : c) {
                sum += data[one][other];
            }
        }
        return (sum / a.length + pairings(data, a, c, 0, 0)) / 2;
    }

    /** Sum over all ways to pair {@code a[from]} and those behind it with what is left of {@code c}, of the products. */
    private static double pairings(float[][] data, int[] a, int[] c, int from, int taken) {
        if (from == a.length) {
            return 1;
        }
        double sum = 0;
        for (int j = 0; j < c.length; j++) {
            if ((taken & 1 << j) == 0) {
                sum += data[a[from]][c[j]] * pairings(data, a, c, from + 1, taken | 1 << j);
            }
        }
        return sum;
    }
}
