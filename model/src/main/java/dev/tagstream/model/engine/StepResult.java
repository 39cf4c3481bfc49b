package dev.tagstream.model.engine;

/**
 * What a training call of the program returns, of M members.
 *
 * @param losses (M)
 * @param tags gradient for the tag table (R, d)
 * @param heads gradient for the heads (M, k, r x d)
 * @param deep gradient for the deep values (L, R, d); empty if there are none
 * @param lowRank gradient for the low-rank updates (L, 4, S, d); empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
record StepResult(float[] losses, float[] tags, float[] heads, float[] deep, float[] lowRank) {

    /** Adds the results of another call of the same step. */
    void add(StepResult other) {
        add(losses, other.losses);
        add(tags, other.tags);
        add(heads, other.heads);
        add(deep, other.deep);
        add(lowRank, other.lowRank);
    }

    private static void add(float[] to, float[] values) {
        for (int i = 0; i < to.length; i++) {
            to[i] += values[i];
        }
    }
}
