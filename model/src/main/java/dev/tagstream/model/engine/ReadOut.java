package dev.tagstream.model.engine;

import dev.tagstream.model.tag.FunctionTag;
import java.util.OptionalDouble;

/** The linear head: from a hidden state to a value in the label's unit. */
final class ReadOut {
    private ReadOut() {}

    /** head . hidden[from, from + d), summed in float64. */
    static double dot(float[] hidden, int from, float[] head) {
        double sum = 0;
        for (int i = 0; i < head.length; i++) {
            sum += (double) hidden[from + i] * head[i];
        }
        return sum;
    }

    /** Mean over the members' read-outs, in the label's unit. */
    static double value(double[] members, FunctionTag function) {
        return function.targetMean() + function.targetStandardDeviation() * mean(members);
    }

    /** Standard deviation over the members' read-outs (n - 1 in the denominator), in the label's unit; empty for one member. */
    static OptionalDouble standardDeviation(double[] members, FunctionTag function) {
        if (members.length < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean(members);
        double squares = 0;
        for (double member : members) {
            squares += (member - mean) * (member - mean);
        }
        return OptionalDouble.of(function.targetStandardDeviation() * Math.sqrt(squares / (members.length - 1)));
    }

    private static double mean(double[] members) {
        double sum = 0;
        for (double member : members) {
            sum += member;
        }
        return sum / members.length;
    }
}
