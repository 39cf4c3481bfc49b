package dev.tagstream.model.learn;

import dev.tagstream.model.engine.Gradients;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import org.jspecify.annotations.Nullable;

/** Steps one member of a function tag against its gradients: rows, head, deep values and low-rank updates with an {@link AdamW} each. */
final class MemberOptimizer {
    /** The head reads what the rows bring forth and is to follow them, not to lead. */
    private static final double HEAD_RATE = 0.3;

    /** Deep values stand in front of every layer, so they move less than the rows. */
    private static final double DEEP_RATE = 0.3;

    private static final double LOW_RANK_RATE = 0.3;

    private final FunctionTag.Member shape;
    private final AdamW rows;
    private final AdamW head;
    private final @Nullable AdamW deep;
    private final @Nullable AdamW lowRank;

    MemberOptimizer(FunctionTag.Member start) {
        this.shape = start;
        this.rows = new AdamW(start.rows().toArray());
        this.head = new AdamW(start.head().toArray());
        this.deep = start.deep() == null ? null : new AdamW(start.deep().toArray());
        this.lowRank = start.lowRank() == null
                ? null
                : new AdamW(start.lowRank().values().toArray());
    }

    /** Goes on from a state. */
    MemberOptimizer(FunctionTag.Member shape, State state) {
        this.shape = shape;
        this.rows = new AdamW(state.rows());
        this.head = new AdamW(state.head());
        this.deep = state.deep() == null ? null : new AdamW(state.deep());
        this.lowRank = state.lowRank() == null ? null : new AdamW(state.lowRank());
    }

    record State(AdamW.State rows, AdamW.State head, AdamW.@Nullable State deep, AdamW.@Nullable State lowRank) {}

    State state() {
        return new State(
                rows.state(),
                head.state(),
                deep == null ? null : deep.state(),
                lowRank == null ? null : lowRank.state());
    }

    /** @param clipNorm largest norm of the gradients of the rows, of the deep values, and of the low-rank updates */
    void step(Gradients gradients, double learningRate, double clipNorm) {
        rows.step(clipped(gradients.rows(), clipNorm), learningRate);
        head.step(gradients.head(), learningRate * HEAD_RATE);
        if (deep != null) {
            deep.step(clipped(gradients.deep(), clipNorm), learningRate * DEEP_RATE);
        }
        if (lowRank != null) {
            lowRank.step(clipped(gradients.lowRank(), clipNorm), learningRate * LOW_RANK_RATE);
        }
    }

    static float[] clipped(float[] gradient, double clipNorm) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        if (norm <= clipNorm) {
            return gradient;
        }
        float[] clipped = new float[gradient.length];
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = (float) (gradient[i] * clipNorm / norm);
        }
        return clipped;
    }

    /** The member as it stands. */
    FunctionTag.Member member() {
        return new FunctionTag.Member(
                like(shape.rows(), rows),
                like(shape.head(), head),
                deep == null ? null : like(shape.deep(), deep),
                shape.lowRank() == null || lowRank == null
                        ? null
                        : shape.lowRank().with(lowRank.parameters()));
    }

    private static Rows like(@Nullable Rows shape, AdamW values) {
        if (shape == null) {
            throw new IllegalStateException("deep values without a shape");
        }
        return new Rows(shape.rows(), shape.width(), values.parameters());
    }
}
