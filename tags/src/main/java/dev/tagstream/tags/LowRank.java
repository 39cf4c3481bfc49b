package dev.tagstream.tags;

import java.util.Random;

/**
 * Updates of low rank (LoRA, arXiv 2106.09685) that act at a function tag's rows alone. At each layer, the query projection W becomes
 * W (1 + B A / sqrt(d)), and so does the value projection, each with its own A (r, d) and B (d, r).
 *
 * @param rank r
 * @param values (L x 4 x r, d): of each layer A and the transposed B of queries, then those of values
 */
public record LowRank(int rank, Rows values) {
    /** Matrices of a layer. */
    public static final int MATRICES = 4;

    public LowRank {
        if (rank < 1 || values.rows() % (MATRICES * rank) != 0) {
            throw new IllegalArgumentException(
                    "%d rows are no updates of rank %d, of which each layer has %d rows a rank"
                            .formatted(values.rows(), rank, MATRICES));
        }
    }

    /** What a tag begins with: every A at random, every B zero, so that nothing is updated yet. */
    public static LowRank beginning(int layers, int rank, int width, Random random) {
        float[] values = new float[layers * MATRICES * rank * width];
        int matrix = rank * width;
        for (int i = 0; i < values.length; i++) {
            values[i] = i / matrix % 2 == 0 ? (float) random.nextGaussian() : 0;
        }
        return new LowRank(rank, new Rows(layers * MATRICES * rank, width, values));
    }

    /** The same updates with room for more: the further rows of every A are random, those of every B zero. */
    public LowRank grown(int largerRank, Random random) {
        LowRank grown = beginning(layers(), largerRank, values.width(), random);
        float[] mine = values.toArray();
        float[] others = grown.values.toArray();
        int matrix = rank * values.width();
        for (int m = 0; m < mine.length / matrix; m++) {
            System.arraycopy(mine, m * matrix, others, m * largerRank * values.width(), matrix);
        }
        return grown.with(others);
    }

    public LowRank with(float[] others) {
        return new LowRank(rank, new Rows(values.rows(), values.width(), others));
    }

    public int layers() {
        return values.rows() / (MATRICES * rank);
    }

    /** What the product of an A and a B counts: A begins with entries around 1, so that A and B may learn at one rate. */
    public static float scale(int width) {
        return (float) (1 / Math.sqrt(width));
    }
}
