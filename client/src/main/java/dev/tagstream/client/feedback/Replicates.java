package dev.tagstream.client.feedback;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** What becomes of several values of the same compound and target. */
public enum Replicates {
    /** Every one is a result of its own. */
    EACH,
    /** Their mean. */
    MEAN,
    /** The middle one, or the mean of the middle two. */
    MEDIAN;

    /**
     * One value for several; of concentrations the logarithms are averaged, since their errors are factors.
     *
     * @param values at least one, in the unit of the function
     */
    public double merge(double[] values, AssayUnit unit) {
        boolean factors = unit instanceof AssayUnit.Concentration;
        DoubleUnaryOperator in = factors ? Math::log : value -> value;
        DoubleUnaryOperator out = factors ? Math::exp : value -> value;
        double[] scaled = Arrays.stream(values).map(in).sorted().toArray();
        int from = this == MEDIAN ? (scaled.length - 1) / 2 : 0;
        int to = this == MEDIAN ? scaled.length / 2 + 1 : scaled.length;
        return out.applyAsDouble(Arrays.stream(scaled, from, to).average().orElseThrow());
    }
}
