package dev.tagstream.model.engine;

import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.Task;
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
record TrainingStep(FunctionTag function, int layers, int prompts) {

    /** What each prompt's loss counts. */
    float scale() {
        return (function.task() == Task.REGRESSION ? Gradients.REGRESSION_FACTOR : 1) / prompts;
    }

    int members() {
        return function.members().size();
    }

    /** Read-outs k of a member. */
    int readOuts() {
        return function.members().get(0).head().rows();
    }

    /** (M, k, r x d). */
    float[] heads() {
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
        int rows = function.rows() * function.members().get(0).rows().width();
        List<Gradients> gradients = new ArrayList<>();
        for (int m = 0; m < members(); m++) {
            gradients.add(new Gradients(
                    result.losses()[m],
                    part(result.tags(), m, rows),
                    part(result.heads(), m, headSize()),
                    deep(result.deep(), m, rows)));
        }
        return gradients;
    }

    private static float[] part(float[] values, int m, int size) {
        return Arrays.copyOfRange(values, m * size, (m + 1) * size);
    }

    /** Of (L, R, d) the member's (L, p, d). */
    private float[] deep(float[] values, int m, int rows) {
        float[] deep = new float[values.length == 0 ? 0 : layers * rows];
        int layerSize = values.length / layers;
        for (int layer = 0; layer < (deep.length == 0 ? 0 : layers); layer++) {
            System.arraycopy(values, layer * layerSize + m * rows, deep, layer * rows, rows);
        }
        return deep;
    }
}
