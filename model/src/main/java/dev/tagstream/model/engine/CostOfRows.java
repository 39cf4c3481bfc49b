package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;

/**
 * Floating-point operations and bytes of a model's rows, counted as in the literature: two for each weight a row meets, and four for
 * each channel of each pair of rows that attention brings together.
 */
final class CostOfRows {
    private final int layers;
    private final double projections; // of keys and values, one row, one layer
    private final double rest; // query, output and MLP, one row, one layer
    private final double attention; // one row that looks at one row, one layer
    private final long bytesPerRow;
    private final long bytesPerRowAndLayer;

    CostOfRows(LlamaConfig config, int bytesPerElement) {
        double hidden = config.hiddenSize();
        double queryWidth = (double) config.heads() * config.headDim();
        this.layers = config.layers();
        this.projections = 4 * hidden * config.keyValueWidth();
        this.rest = 4 * hidden * queryWidth + 6 * hidden * config.intermediateSize();
        this.attention = 4 * queryWidth;
        this.bytesPerRowAndLayer = 2L * config.keyValueWidth() * bytesPerElement;
        this.bytesPerRow = layers * bytesPerRowAndLayer;
    }

    /** Bytes of a row's keys and values over all layers. */
    long bytesPerRow() {
        return bytesPerRow;
    }

    /** Bytes of a row's keys and values in one layer. */
    long bytesPerRowAndLayer() {
        return bytesPerRowAndLayer;
    }

    /** Encoding a span; its last layer ends with keys and values. */
    double encoding(long rows) {
        double seen = rows * (rows + 1) / 2.0;
        return layers * projections * rows + (layers - 1) * (rest * rows + attention * seen);
    }

    /**
     * Rows outside spans; in the last layer only those that are read go on after keys and values.
     *
     * @param rows run
     * @param read of those, the ones whose hidden state is wanted
     * @param seen rows that one of them looks at
     */
    double behindSpan(long rows, long read, long seen) {
        double perRow = rest + attention * seen;
        return layers * projections * rows + perRow * ((layers - 1.0) * rows + read);
    }

    /** A prompt run whole, as if it had no cache; all its rows count as encoded. */
    Workload wholePrompt(long rows) {
        double seen = rows * (rows + 1) / 2.0;
        return new Workload(rows, 0, 0, layers * ((projections + rest) * rows + attention * seen), 0);
    }
}
