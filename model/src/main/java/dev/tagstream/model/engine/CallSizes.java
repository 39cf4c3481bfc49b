package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;

/**
 * How much goes into one call of the program, so that its scratch memory stays within {@link EngineOptions#scratchBytes}. More would
 * hardly be faster: a few thousand rows keep a processor's matrix units busy.
 */
final class CallSizes {
    private static final int MOST_ENCODED_ROWS = 8192;
    private static final int MOST_TAIL_ROWS = 4096;
    /** What is gathered at once should come from the allocator's pool, not from fresh pages: glibc's limit for that is 32 MiB. */
    private static final long GATHERED_BYTES = 24L << 20;

    private final int encodedRows;
    private final int tailRows;
    private final int layers;
    private final long bytesPerRowAndLayer;

    CallSizes(LlamaConfig config, EngineOptions options, CostOfRows cost) {
        long elements = 8L * config.hiddenSize() + 3L * config.intermediateSize();
        long bytesPerRow = elements * options.dtype().bytes();
        this.layers = config.layers();
        this.bytesPerRowAndLayer = cost.bytesPerRowAndLayer();
        this.encodedRows = rows(options.scratchBytes(), bytesPerRow + 2 * cost.bytesPerRow(), MOST_ENCODED_ROWS);
        this.tailRows = rows(options.scratchBytes(), 2 * bytesPerRow, MOST_TAIL_ROWS);
    }

    private static int rows(long scratchBytes, long bytesPerRow, int most) {
        return (int) Math.max(1, Math.min(most, scratchBytes / bytesPerRow));
    }

    /** Rows of spans encoded in one call, padding included. */
    int encodedRows() {
        return encodedRows;
    }

    /** Prompts of one call of {@code rows} rows each. */
    int prompts(int rows) {
        return Math.max(1, tailRows / rows);
    }

    /** Layers whose own blocks of {@code rows} rows, over all prompts of a call, are gathered at once. */
    int layersAtOnce(long rows) {
        return (int) Math.max(1, Math.min(layers, 2 * GATHERED_BYTES / (rows * bytesPerRowAndLayer)));
    }
}
