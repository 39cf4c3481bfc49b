package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.tags.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A predictor on the test rows.
 *
 * @param predictions one a row: a number, or the probability of each class
 * @param figures metrics of the predictions, and whatever else is to be told of the predictor in a number
 */
public record Tested(String name, List<double[]> predictions, Map<String, Double> figures) {
    public Tested {
        predictions = List.copyOf(predictions);
        figures = Map.copyOf(figures);
    }

    /** With its metrics. */
    static Tested of(String name, Task task, List<double[]> predictions, List<LabelledTask> truth) {
        return new Tested(name, predictions, Metrics.of(task, predictions, truth));
    }

    public Tested with(Map<String, Double> more) {
        Map<String, Double> all = new HashMap<>(figures);
        all.putAll(more);
        return new Tested(name, predictions, all);
    }

    /** Where what it says of classes is in the order of probabilities, and no probabilities. */
    Tested withoutCrossEntropy() {
        Map<String, Double> rest = new HashMap<>(figures);
        rest.remove("crossEntropy");
        return new Tested(name, predictions, rest);
    }
}
