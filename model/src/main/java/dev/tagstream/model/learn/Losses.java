package dev.tagstream.model.learn;

import dev.tagstream.tags.Task;
import java.util.List;

/** What a prediction costs, by example: what training lowers and the gate compares. */
public final class Losses {
    private static final double LEAST_PROBABILITY = 1e-7;

    private Losses() {}

    /**
     * Squared errors in units of {@code scale}, none on the right side of a bound; cross-entropies in nats for classes.
     *
     * @param predictions as {@link Learner#predict} gives them
     * @param scale standard deviation of the labels; of no meaning for classes
     */
    public static double[] of(Task task, List<double[]> predictions, List<LabelledTask> truth, double scale) {
        double[] losses = new double[truth.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = task == Task.CLASSIFICATION
                    ? -Math.log(Math.max(
                            LEAST_PROBABILITY,
                            predictions.get(i)[(int) truth.get(i).label()]))
                    : squared(error(predictions.get(i)[0], truth.get(i)) / scale);
        }
        return losses;
    }

    /** Prediction minus label; 0 on the right side of a bound. */
    public static double error(double prediction, LabelledTask truth) {
        return error(prediction - truth.label(), truth.bound());
    }

    /** What counts of a prediction minus a label: nothing on the right side of a bound. */
    static double error(double difference, LabelledTask.Bound bound) {
        return switch (bound) {
            case EXACT -> difference;
            case BELOW -> Math.max(0, difference);
            case ABOVE -> Math.min(0, difference);
        };
    }

    private static double squared(double value) {
        return value * value;
    }
}
