package dev.tagstream.model.engine;

import java.util.stream.Stream;

/**
 * One training step's loss of one member of a function tag, and its gradients.
 *
 * @param loss 100 x mean squared error of standardised predictions, or mean cross-entropy in nats
 * @param rows gradient for the member's rows (p x d), row by row
 * @param head gradient for the head (k x r x d)
 * @param deep gradient for the deep values (L x p x d); empty if the member has none
 * @param lowRank gradient for the low-rank updates (L x 4 x r, d); empty if the member has none
 */
@SuppressWarnings("ArrayRecordComponent") // read once by the optimiser, never compared
public record Gradients(float loss, float[] rows, float[] head, float[] deep, float[] lowRank) {
    /** Factor of Tag-LLM's regression loss (arXiv 2402.05140); with clipped gradients it matters. */
    public static final float REGRESSION_FACTOR = 100;

    /** Whether all of them are numbers: an overflow anywhere spoils whatever is stepped by it. */
    public boolean areFinite() {
        return Float.isFinite(loss) && Stream.of(rows, head, deep, lowRank).allMatch(Gradients::areFinite);
    }

    private static boolean areFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
