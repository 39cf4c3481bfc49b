package dev.tagstream.trainer.replay;

/**
 * How many results of one function are kept.
 *
 * @param results at most, both slices together, at least two
 * @param heldOutShare of them that are judged by, between 0 and 1
 */
public record ReplayBounds(int results, double heldOutShare) {
    public ReplayBounds {
        if (results < 2 || !(heldOutShare > 0) || !(heldOutShare < 1)) {
            throw new IllegalArgumentException(
                    "a buffer of %d results can't hold out %s of them".formatted(results, heldOutShare));
        }
    }

    /** Of one slice; each has room for one at least. */
    int of(boolean heldOut) {
        int judged = Math.max(1, Math.min(results - 1, (int) Math.round(results * heldOutShare)));
        return heldOut ? judged : results - judged;
    }
}
