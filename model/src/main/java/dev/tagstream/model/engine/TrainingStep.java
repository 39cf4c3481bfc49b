package dev.tagstream.model.engine;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A training step of one function tag: its members are learned side by side, each from its own loss.
 *
 * @param function the tag as it stands
 * @param layers L of the model
 * @param prompts B of the whole step, which losses are averaged over
 */
public record TrainingStep(FunctionTag function, int layers, int prompts) {

    /** What each prompt's loss counts. */
    public float scale() {
        return (function.task() == Task.REGRESSION ? Gradients.REGRESSION_FACTOR : 1) / prompts;
    }

    public int members() {
        return function.members().size();
    }

    /** Read-outs k of a member. */
    public int readOuts() {
        return function.members().get(0).head().rows();
    }

    /** (M, k, r x d). */
    public float[] heads() {
        int size = headSize();
        float[] heads = new float[members() * size];
        for (int m = 0; m < members(); m++) {
            System.arraycopy(function.members().get(m).head().toArray(), 0, heads, m * size, size);
        }
        return heads;
    }

    private int headSize() {
        return readOuts() * function.members().get(0).head().width();
    }

    /** Takes results apart by member, whose rows stand first in the tag table, in order. */
    List<Gradients> byMember(StepResult result) {
        int width = function.members().get(0).rows().width();
        int rows = function.rows() * width;
        int ranks = function.members().get(0).rank() * width;
        List<Gradients> gradients = new ArrayList<>();
        for (int m = 0; m < members(); m++) {
            gradients.add(new Gradients(
                    result.losses()[m],
                    part(result.tags(), m, rows),
                    part(result.heads(), m, headSize()),
                    slices(result.deep(), layers, m, rows),
                    slices(result.lowRank(), layers * LowRank.MATRICES, m, ranks)));
        }
        return gradients;
    }

    private static float[] part(float[] values, int m, int size) {
        return Arrays.copyOfRange(values, m * size, (m + 1) * size);
    }

    /** Of (count, N, d) the member's rows, {@code size} values of each slice. */
    private static float[] slices(float[] values, int count, int m, int size) {
        int sliceSize = values.length / count;
        float[] slices = new float[sliceSize == 0 ? 0 : count * size];
        for (int at = 0; at < slices.length; at += size) {
            System.arraycopy(values, at / size * sliceSize + m * size, slices, at, size);
        }
        return slices;
    }
}
