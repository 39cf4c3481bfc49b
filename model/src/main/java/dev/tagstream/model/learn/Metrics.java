package dev.tagstream.model.learn;

import dev.tagstream.tags.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How good predictions are, by the names that tag versions carry. */
public final class Metrics {
    private Metrics() {}

    /**
     * Of a regression {@code mse}, {@code mae}, {@code r2} and {@code pearson}, in the label's unit and without labels that are
     * bounds; of a classification {@code crossEntropy} in nats, {@code accuracy} and, of two classes, {@code auc}. What is not
     * defined (a correlation with a constant, fewer than two labels) is left out.
     *
     * @param predictions as {@link Learner#predict} gives them, as many as {@code truth}
     */
    public static Map<String, Double> of(Task task, List<double[]> predictions, List<LabelledTask> truth) {
        return task == Task.CLASSIFICATION ? classification(predictions, truth) : regression(predictions, truth);
    }

    private static Map<String, Double> regression(List<double[]> predictions, List<LabelledTask> truth) {
        int[] exact = IntStream.range(0, truth.size())
                .filter(i -> truth.get(i).bound() == LabelledTask.Bound.EXACT)
                .toArray();
        double[] predicted =
                IntStream.of(exact).mapToDouble(i -> predictions.get(i)[0]).toArray();
        double[] labels =
                IntStream.of(exact).mapToDouble(i -> truth.get(i).label()).toArray();
        return regression(predicted, labels);
    }

    /** The metrics of numbers; see {@link #of}. */
    public static Map<String, Double> regression(double[] predicted, double[] labels) {
        Map<String, Double> metrics = new TreeMap<>();
        if (labels.length == 0) {
            return metrics;
        }
        double squares = 0;
        double absolutes = 0;
        for (int i = 0; i < labels.length; i++) {
            double error = predicted[i] - labels[i];
            squares += error * error;
            absolutes += Math.abs(error);
        }
        metrics.put("mse", squares / labels.length);
        metrics.put("mae", absolutes / labels.length);
        double spread = covariance(labels, labels);
        if (spread > 0) {
            metrics.put("r2", 1 - squares / spread);
            double own = covariance(predicted, predicted);
            if (own > 0
                    && Arrays.stream(predicted).distinct().limit(2).count()
                            > 1) { // rounding alone gives a constant some
                metrics.put("pearson", covariance(predicted, labels) / Math.sqrt(own * spread));
            }
        }
        return metrics;
    }

    /** Sum of products of deviations from the means. */
    private static double covariance(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static Map<String, Double> classification(List<double[]> predictions, List<LabelledTask> truth) {
        Map<String, Double> metrics = new TreeMap<>();
        if (truth.isEmpty()) {
            return metrics;
        }
        double crossEntropy = 0;
        for (double loss : Losses.of(Task.CLASSIFICATION, predictions, truth, 1)) {
            crossEntropy += loss;
        }
        metrics.put("crossEntropy", crossEntropy / truth.size());
        int right = 0;
        for (int i = 0; i < truth.size(); i++) {
            right += mostProbable(predictions.get(i)) == (int) truth.get(i).label() ? 1 : 0;
        }
        metrics.put("accuracy", (double) right / truth.size());
        if (predictions.get(0).length == 2) {
            auc(predictions, truth, metrics);
        }
        return metrics;
    }

    /** The number of the most probable class. */
    public static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    private static void auc(List<double[]> predictions, List<LabelledTask> truth, Map<String, Double> metrics) {
        int[] once = new int[truth.size()];
        Arrays.fill(once, 1);
        double area = RocArea.of(predictions, truth).area(once);
        if (Double.isFinite(area)) {
            metrics.put("auc", area);
        }
    }
}
