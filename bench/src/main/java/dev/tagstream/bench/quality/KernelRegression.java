package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.SettingsSearch;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What can be said of data by what is like it: the mean of a Gaussian process (Rasmussen and Williams, Gaussian Processes for Machine
 * Learning, 2006, chapter 2) with the kernel of {@link PromptKernel}, in units of the labels' standard deviation. Noise and kernel are
 * those that do best on the rows to stop by, which are not learned from afterwards either, as with every other predictor.
 *
 * <p>Classes are regressed on as 0 and 1 each, and what comes out passes through a softmax: an order, not probabilities to rely on.
 */
final class KernelRegression {
    /** Of what a solution leaves over, as a part of the labels' deviations. */
    private static final double BOUND = 1e-3;

    private final FunctionSpec spec;
    private final PromptKernel kernel;
    private final List<GridProduct.Place> places; // of the examples
    private final List<Output> outputs;
    private Fitted fitted;

    private static final class Output {
        private final double mean;
        private final double deviation;
        private final double[] right; // labels of the examples, standardised

        Output(double[] labels) {
            this.mean = Arrays.stream(labels).average().orElseThrow();
            double variance = Arrays.stream(labels)
                    .map(label -> (label - mean) * (label - mean))
                    .average()
                    .orElseThrow();
            this.deviation = variance > 0 ? Math.sqrt(variance) : 1;
            this.right = Arrays.stream(labels)
                    .map(label -> (label - mean) / deviation)
                    .toArray();
        }
    }

    /** @param weights by output, one an example */
    private record Fitted(KernelSettings settings, GridProduct product, List<double[]> weights) {}

    private KernelRegression(FunctionSpec spec, PromptKernel kernel, List<LabelledTask> examples) {
        this.spec = spec;
        this.kernel = kernel;
        this.places = kernel.places(examples);
        this.outputs = IntStream.range(0, Math.max(1, spec.classes().size()))
                .mapToObj(k -> new Output(
                        examples.stream().mapToDouble(row -> label(row, k)).toArray()))
                .toList();
        this.fitted = new Fitted(
                KernelSettings.usual(kernel),
                kernel.with(KernelSettings.usual(kernel)),
                outputs.stream().map(output -> new double[examples.size()]).toList());
    }

    private double label(LabelledTask row, int output) {
        return spec.task() == Task.REGRESSION ? row.label() : row.label() == output ? 1 : 0;
    }

    /** Whether there is anything to learn from. */
    static boolean isPossible(Split split) {
        return !exact(split).isEmpty();
    }

    private static List<LabelledTask> exact(Split split) {
        return split.train().stream()
                .filter(example -> example.bound() == LabelledTask.Bound.EXACT)
                .toList();
    }

    /**
     * Learns from a split; rows with a bound are left out.
     *
     * @param kernel of all its prompts
     */
    static KernelRegression fit(FunctionSpec spec, PromptKernel kernel, Split split) {
        KernelRegression regression = new KernelRegression(spec, kernel, kernel.inOrder(exact(split)));
        regression.search(split.stop());
        return regression;
    }

    private void search(List<LabelledTask> stop) {
        List<GridProduct.Place> stopping = kernel.places(stop);
        double[] best = SettingsSearch.best(
                KernelSettings.usual(kernel).values(),
                KernelSettings.choices(kernel),
                tried -> solves(KernelSettings.of(tried)) ? squares(stopping, stop) : Double.POSITIVE_INFINITY);
        if (!solves(KernelSettings.of(best))) {
            throw new IllegalStateException(
                    "the kernel of function %s can't be solved with any settings".formatted(spec.name()));
        }
    }

    /** Begins with the last solution, which is near where settings are. */
    private boolean solves(KernelSettings settings) {
        GridProduct product = kernel.with(settings);
        List<double[]> weights = new ArrayList<>();
        for (int k = 0; k < outputs.size(); k++) {
            Optional<double[]> solution = ConjugateGradients.solve(
                    v -> plus(product.times(v, places, places), settings.noise(), v),
                    outputs.get(k).right,
                    fitted.weights().get(k),
                    BOUND);
            if (solution.isEmpty()) {
                return false;
            }
            weights.add(solution.get());
        }
        fitted = new Fitted(settings, product, weights);
        return true;
    }

    private static double[] plus(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
        return a;
    }

    private double squares(List<GridProduct.Place> asked, List<LabelledTask> truth) {
        double sum = 0;
        for (int k = 0; k < outputs.size(); k++) {
            double[] found = values(k, asked);
            for (int i = 0; i < found.length; i++) {
                double error = spec.task() == Task.REGRESSION
                        ? Losses.error(found[i], truth.get(i))
                        : found[i] - label(truth.get(i), k);
                sum += error * error;
            }
        }
        return sum;
    }

    private double[] values(int output, List<GridProduct.Place> asked) {
        Output of = outputs.get(output);
        return Arrays.stream(fitted.product().times(fitted.weights().get(output), places, asked))
                .map(value -> of.mean + of.deviation * value)
                .toArray();
    }

    /** One number a prompt, or what stands for the probability of each class. */
    List<double[]> predict(List<LabelledTask> prompts) {
        List<GridProduct.Place> asked = kernel.places(prompts);
        List<double[]> byOutput = IntStream.range(0, outputs.size())
                .mapToObj(k -> values(k, asked))
                .toList();
        return IntStream.range(0, prompts.size())
                .mapToObj(
                        i -> byOutput.stream().mapToDouble(values -> values[i]).toArray())
                .map(values -> spec.task() == Task.REGRESSION ? values : softmax(values))
                .toList();
    }

    private static double[] softmax(double[] outputs) {
        double[] exponentials = Arrays.stream(outputs).map(Math::exp).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return Arrays.stream(exponentials).map(value -> value / sum).toArray();
    }

    /** What was chosen, by name. */
    Map<String, Double> settings() {
        return fitted.settings().named(kernel);
    }
}
