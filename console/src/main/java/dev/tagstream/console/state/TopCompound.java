package dev.tagstream.console.state;

import dev.tagstream.schemas.Prediction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A prediction that is among the highest of its library and function. */
public record TopCompound(
        String compound,
        @Nullable String target,
        double value,
        @Nullable Double deviation,
        long version,
        @Nullable String smiles) {
    /** A longer one is not kept; no drug comes near. */
    private static final int SMILES = 500;

    static TopCompound of(Prediction prediction) {
        String target = prediction.getTargetId();
        String smiles = prediction.getCanonicalSmiles();
        Double deviation = prediction.getStandardDeviation();
        return new TopCompound(
                ConsoleLimits.cut(prediction.getCompoundId()),
                target == null ? null : ConsoleLimits.cut(target),
                prediction.getValue(),
                deviation == null || !Double.isFinite(deviation) ? null : deviation,
                prediction.getFunctionTag().getVersion(),
                smiles == null || smiles.length() > SMILES ? null : smiles);
    }

    boolean isSameCompound(TopCompound other) {
        return compound.equals(other.compound);
    }

    /** Whether the other is the same compound with a higher value for another target. */
    boolean isBehind(TopCompound other) {
        return isSameCompound(other) && !Objects.equals(target, other.target) && other.value > value;
    }
}
