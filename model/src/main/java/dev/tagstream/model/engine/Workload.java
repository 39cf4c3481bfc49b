package dev.tagstream.model.engine;

/**
 * What a batch costs.
 *
 * @param encodedRows rows of spans that are not cached and are encoded
 * @param tailRows rows outside spans: template text and function tags
 * @param attendedRows rows of spans that tail rows look at, summed over prompts
 * @param flops floating-point operations of both, additions and multiplications counted, padding not
 * @param newBytes bytes of keys and values that encoding adds to the device's memory
 */
public record Workload(long encodedRows, long tailRows, long attendedRows, double flops, long newBytes) {
    public static final Workload NONE = new Workload(0, 0, 0, 0, 0);

    public Workload plus(Workload other) {
        return new Workload(
                encodedRows + other.encodedRows,
                tailRows + other.tailRows,
                attendedRows + other.attendedRows,
                flops + other.flops,
                newBytes + other.newBytes);
    }
}
