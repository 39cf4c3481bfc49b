package dev.tagstream.trainer.learner;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.learn.TrainingProgress;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A learner without a model, fast and honest: ridge regression on counts of tokens, whose weights stand in the head of an
 * ordinary tag. Keeps {@link LearnerContract}. Learns numbers only, takes bounds as values, and always begins anew.
 */
public final class RidgeLearner implements Learner {
    private static final int FEATURES = 48;
    private static final double PENALTY = 0.5;

    private final int width;

    /** @param width of the model's rows, at least 48 */
    public RidgeLearner(int width) {
        this.width = width;
    }

    @Override
    public LearnedTag learn(
            FunctionSpec spec,
            TagSet domains,
            Optional<FunctionTag> start,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            TrainingOptions options,
            TrainingListener listener) {
        if (spec.task() != Task.REGRESSION) {
            throw new IllegalArgumentException("only numbers can be learned here");
        }
        double mean = examples.stream()
                .mapToDouble(LabelledTask::label)
                .average()
                .orElseThrow(() -> new IllegalArgumentException(
                        "function %s has no examples to learn from".formatted(spec.name())));
        double deviation = Math.sqrt(examples.stream()
                .mapToDouble(example -> Math.pow(example.label() - mean, 2))
                .average()
                .orElseThrow());
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("all labels of function %s are %s".formatted(spec.name(), mean));
        }
        FunctionTag tag = tag(spec, weights(examples, mean, deviation), mean, deviation);
        Map<String, Double> metrics = Metrics.of(spec.task(), predict(tag, domains, heldOut), heldOut);
        boolean goesOn = listener.goesOn(new TrainingProgress(examples.size(), examples.size(), 0, metrics));
        return new LearnedTag(tag, metrics, examples.size(), goesOn ? LearnedTag.End.EPOCHS : LearnedTag.End.STOPPED);
    }

    @Override
    public List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
        if (!goesOn.getAsBoolean()) {
            throw new CancellationException();
        }
        float[] head = tag.members().get(0).head().toArray();
        return prompts.stream()
                .map(prompt -> {
                    double[] counts = counts(prompt);
                    double sum = 0;
                    for (int i = 0; i < FEATURES; i++) {
                        sum += head[i] * counts[i];
                    }
                    return new double[] {tag.targetMean() + tag.targetStandardDeviation() * sum};
                })
                .toList();
    }

    private FunctionTag tag(FunctionSpec spec, double[] weights, double mean, double deviation) {
        float[] head = new float[width];
        for (int i = 0; i < FEATURES; i++) {
            head[i] = (float) weights[i];
        }
        return new FunctionTag(
                new TagId(spec.name(), 0, ""),
                List.of(new FunctionTag.Member(new Rows(1, width, new float[width]), new Rows(1, width, head))),
                mean,
                deviation,
                spec.unit(),
                spec.template());
    }

    private static double[] counts(LabelledTask prompt) {
        double[] counts = new double[FEATURES];
        counts[FEATURES - 1] = 1;
        for (SpanText span : prompt.task().spans()) {
            for (int id : span.ids()) {
                counts[Math.floorMod(31 * id + span.domain().hashCode(), FEATURES - 1)] += 0.1;
            }
        }
        return counts;
    }

    /** Solves (X'X + penalty) w = X'y. */
    private static double[] weights(List<LabelledTask> examples, double mean, double deviation) {
        double[][] system = new double[FEATURES][FEATURES + 1];
        for (int i = 0; i < FEATURES; i++) {
            system[i][i] = PENALTY;
        }
        for (LabelledTask example : examples) {
            double[] x = counts(example);
            double y = (example.label() - mean) / deviation;
            for (int i = 0; i < FEATURES; i++) {
                for (int j = 0; j < FEATURES; j++) {
                    system[i][j] += x[i] * x[j];
                }
                system[i][FEATURES] += x[i] * y;
            }
        }
        return solve(system);
    }

    /** By elimination; the system is positive definite, so no pivot is zero. */
    private static double[] solve(double[][] system) {
        int n = system.length;
        for (int pivot = 0; pivot < n; pivot++) {
            for (int row = pivot + 1; row < n; row++) {
                double factor = system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column <= n; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--) {
            double value = system[row][n];
            for (int column = row + 1; column < n; column++) {
                value -= system[row][column] * solution[column];
            }
            solution[row] = value / system[row][row];
        }
        return solution;
    }
}
