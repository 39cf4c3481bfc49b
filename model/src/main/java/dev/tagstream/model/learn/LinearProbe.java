package dev.tagstream.model.learn;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the frozen model knows without any tag: ridge regression on the mean states of a prompt's data, those of its spans side by side
 * (n x d columns, standardised). The strength of the penalty is what does best on held-out examples. Classes are regressed on as 0 and
 * 1 each, and what comes out passes through a softmax: an order, not probabilities to rely on.
 */
public final class LinearProbe {
    private static final double[] STRENGTHS = {100, 10, 1, 1e-1, 1e-2, 1e-3, 1e-4};
    private static final double USUAL_STRENGTH = 1e-1;

    private final Map<SpanText, float[]> states;
    private final int classes; // 0 for a regression
    private final double[] mean; // of columns
    private final double[] scale; // of columns
    private final double[] level; // of outputs
    private double[][] weights; // (outputs, columns)

    private LinearProbe(Map<SpanText, float[]> states, int classes, List<LabelledTask> examples) {
        this.states = states;
        this.classes = classes;
        int columns = raw(examples.get(0)).length;
        this.mean = new double[columns];
        this.scale = new double[columns];
        this.level = new double[Math.max(1, classes)];
        this.weights = new double[level.length][columns];
        standardise(examples);
    }

    /**
     * Fits a probe.
     *
     * @param prompts those that will be asked for beside the others, whose data is read now
     * @param examples fitted to, at least one, with as many spans as all others; those with a bound are left out
     * @param heldOut that the strength is chosen by
     */
    public static LinearProbe fit(
            LlamaEngine engine,
            FunctionSpec spec,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            List<LabelledTask> prompts) {
        LinkedHashSet<SpanText> texts = new LinkedHashSet<>();
        for (List<LabelledTask> part : List.of(examples, heldOut, prompts)) {
            part.forEach(prompt -> texts.addAll(prompt.task().spans()));
        }
        List<SpanText> order = new ArrayList<>(texts);
        List<float[]> found = engine.meanStates(order);
        Map<SpanText, float[]> states = new HashMap<>();
        IntStream.range(0, order.size()).forEach(i -> states.put(order.get(i), found.get(i)));
        List<LabelledTask> exact = examples.stream()
                .filter(example -> example.bound() == LabelledTask.Bound.EXACT)
                .toList();
        if (exact.isEmpty()) {
            throw new IllegalArgumentException(
                    "function %s has no exact label to fit a probe to".formatted(spec.name()));
        }
        LinearProbe probe = new LinearProbe(states, spec.classes().size(), exact);
        probe.fit(exact, heldOut);
        return probe;
    }

    private void standardise(List<LabelledTask> examples) {
        for (LabelledTask example : examples) {
            float[] raw = raw(example);
            for (int i = 0; i < raw.length; i++) {
                mean[i] += (double) raw[i] / examples.size();
            }
            for (int k = 0; k < level.length; k++) {
                level[k] += output(example, k) / examples.size();
            }
        }
        for (LabelledTask example : examples) {
            float[] raw = raw(example);
            for (int i = 0; i < raw.length; i++) {
                double off = raw[i] - mean[i];
                scale[i] += off * off / examples.size();
            }
        }
        for (int i = 0; i < scale.length; i++) {
            scale[i] = scale[i] > 0 ? Math.sqrt(scale[i]) : 1;
        }
    }

    private float[] raw(LabelledTask prompt) {
        List<SpanText> spans = prompt.task().spans();
        float[] first = state(spans.get(0));
        float[] raw = Arrays.copyOf(first, spans.size() * first.length);
        for (int s = 1; s < spans.size(); s++) {
            System.arraycopy(state(spans.get(s)), 0, raw, s * first.length, first.length);
        }
        return raw;
    }

    private float[] state(SpanText text) {
        float[] state = states.get(text);
        if (state == null) {
            throw new IllegalArgumentException("a probe is asked for data that was not read when it was fitted");
        }
        return state;
    }

    private double output(LabelledTask example, int k) {
        return classes == 0 ? example.label() : example.label() == k ? 1 : 0;
    }

    private void fit(List<LabelledTask> examples, List<LabelledTask> heldOut) {
        Ridge ridge = new Ridge(mean.length, level.length);
        for (LabelledTask example : examples) {
            double[] y = new double[level.length];
            for (int k = 0; k < y.length; k++) {
                y[k] = output(example, k) - level[k];
            }
            ridge.add(columns(example), y);
        }
        double[] best = SettingsSearch.best(new double[] {USUAL_STRENGTH}, List.of(STRENGTHS), tried -> {
            weights = ridge.solve(tried[0]);
            return squares(heldOut);
        });
        weights = ridge.solve(best[0]);
    }

    private double[] columns(LabelledTask prompt) {
        float[] raw = raw(prompt);
        double[] columns = new double[raw.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (raw[i] - mean[i]) / scale[i];
        }
        return columns;
    }

    private double squares(List<LabelledTask> heldOut) {
        double sum = 0;
        for (LabelledTask example : heldOut) {
            double[] outputs = outputs(example);
            for (int k = 0; k < outputs.length; k++) {
                double error = classes == 0 ? Losses.error(outputs[k], example) : outputs[k] - output(example, k);
                sum += error * error;
            }
        }
        return sum;
    }

    private double[] outputs(LabelledTask prompt) {
        double[] columns = columns(prompt);
        double[] outputs = level.clone();
        for (int k = 0; k < outputs.length; k++) {
            for (int i = 0; i < columns.length; i++) {
                outputs[k] += weights[k][i] * columns[i];
            }
        }
        return outputs;
    }

    /** As {@link Learner#predict} gives them. */
    public List<double[]> predict(List<LabelledTask> prompts) {
        return prompts.stream()
                .map(prompt -> classes == 0 ? outputs(prompt) : softmax(outputs(prompt)))
                .toList();
    }

    private static double[] softmax(double[] outputs) {
        double[] exponentials = Arrays.stream(outputs).map(Math::exp).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(value -> value / sum).toArray();
    }
}
