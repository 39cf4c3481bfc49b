package dev.tagstream.bench.quality;

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
}
