package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;

/**
 * How much goes into one call of the program: as much as keeps the device busy, and no more than its scratch memory allows, see
 * {@link EngineOptions#scratchBytes}.
 */
final class CallSizes {
    /** On a processor the widest activations of a call should stay in its caches: measured, that is a fifth faster than four times more. */
    private static final long WIDEST_BYTES_ON_CPU = 6L << 20;

    private static final int MOST_ROWS_ON_GPU = 16_384;

    private final int encodedRows;
    private final int linkRows;
    private final int layers;
    private final long gatheredRowsAndLayers;

    CallSizes(LlamaConfig config, EngineOptions options, CostOfRows cost) {
        long widest = (long) config.intermediateSize() * options.dtype().bytes();
        long most = options.device().equals("cpu") ? WIDEST_BYTES_ON_CPU / widest : MOST_ROWS_ON_GPU;
        long elements = 8L * config.hiddenSize() + 3L * config.intermediateSize();
        long bytesPerRow = elements * options.dtype().bytes();
        long scratch = options.scratchBytes() == EngineOptions.BY_DEVICE
                ? Hardware.scratchBytes(options.device())
                : options.scratchBytes();
        this.layers = config.layers();
        this.encodedRows = rows(scratch, bytesPerRow + 2 * cost.bytesPerRow(), most);
        this.linkRows = rows(scratch / 2, bytesPerRow, most);
        this.gatheredRowsAndLayers = scratch / 2 / cost.bytesPerRowAndLayer();
    }

    private static int rows(long scratchBytes, long bytesPerRow, long most) {
        return (int) Math.max(1, Math.min(most, scratchBytes / bytesPerRow));
    }

    /** Rows of spans encoded in one call, padding included. */
    int encodedRows() {
        return encodedRows;
    }

    /** Prompts of one call of {@code rows} rows each. */
    int prompts(int rows) {
        return Math.max(1, linkRows / rows);
    }

    /** Layers whose own blocks are gathered at once; {@code rows} over all prompts of a call. */
    int layersAtOnce(long rows) {
        return (int) Math.max(1, Math.min(layers, gatheredRowsAndLayers / rows));
    }
}
