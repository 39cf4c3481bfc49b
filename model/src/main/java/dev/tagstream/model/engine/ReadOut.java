package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.Prompt;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * From hidden states to what a function tag says of a prompt.
 *
 * @param value in the label's unit; of two classes the probability of the second, of more the number of the most probable one
 * @param standardDeviation over the members, of the value or of the probability of its class; empty for one member
 * @param probabilities of the classes, the mean over the members; empty for a regression
 */
record ReadOut(double value, OptionalDouble standardDeviation, List<Double> probabilities) {

    /**
     * Reads a prompt out.
     *
     * @param hidden hidden states (.., r, d), those of each member's read rows together
     * @param from where those of the first member begin; the next ones follow
     */
    static ReadOut of(FunctionTag function, float[] hidden, int from, List<SpanText> spans) {
        List<double[]> members = new ArrayList<>();
        int at = from;
        for (FunctionTag.Member member : function.members()) {
            members.add(products(member.head(), hidden, at));
            at += member.head().width();
        }
        return function.task() == Task.REGRESSION ? number(function, members, spans) : classes(members);
    }

    Score score(FunctionTag function, Prompt prompt, boolean truncated) {
        return new Score(
                value,
                standardDeviation,
                probabilities,
                function.unit(),
                function.id(),
                prompt.skeleton().domains().stream().map(DomainTag::id).toList(),
                prompt.length() + function.rows(),
                truncated);
    }

    private static ReadOut number(FunctionTag function, List<double[]> members, List<SpanText> spans) {
        double[] values = members.stream().mapToDouble(member -> member[0]).toArray();
        double offset = function.offsets().isEmpty()
                ? 0
                : spans.stream()
                        .mapToDouble(span -> function.offsets().getOrDefault(span.digest(), 0.0))
                        .sum();
        double scale = function.targetStandardDeviation();
        return new ReadOut(
                function.targetMean() + scale * (mean(values) + offset), standardDeviation(values, scale), List.of());
    }

    private static ReadOut classes(List<double[]> members) {
        List<double[]> softmaxes = members.stream().map(ReadOut::softmax).toList();
        double[] means = new double[softmaxes.get(0).length];
        for (int c = 0; c < means.length; c++) {
            means[c] = mean(of(softmaxes, c));
        }
        int best = means.length == 2 ? 1 : mostProbable(means);
        return new ReadOut(
                means.length == 2 ? means[1] : best,
                standardDeviation(of(softmaxes, best), 1),
                Arrays.stream(means).boxed().toList());
    }

    private static double[] of(List<double[]> softmaxes, int c) {
        return softmaxes.stream().mapToDouble(softmax -> softmax[c]).toArray();
    }

    private static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    /** head . hidden, one for each row of the head, summed in float64. */
    private static double[] products(Rows head, float[] hidden, int from) {
        float[] weights = head.toArray();
        double[] products = new double[head.rows()];
        for (int k = 0; k < products.length; k++) {
            double sum = 0;
            for (int i = 0; i < head.width(); i++) {
                sum += (double) hidden[from + i] * weights[k * head.width() + i];
            }
            products[k] = sum;
        }
        return products;
    }

    private static double[] softmax(double[] logits) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double[] exponentials =
                Arrays.stream(logits).map(logit -> Math.exp(logit - highest)).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(value -> value / sum).toArray();
    }

    /** With n - 1 in the denominator, times {@code scale}. */
    private static OptionalDouble standardDeviation(double[] members, double scale) {
        if (members.length < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean(members);
        double squares = 0;
        for (double member : members) {
            squares += (member - mean) * (member - mean);
        }
        return OptionalDouble.of(scale * Math.sqrt(squares / (members.length - 1)));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
