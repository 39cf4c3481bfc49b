package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.OffsetChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Offsets of the data that a split's training rows hold, beside any predictor of numbers, chosen by the rows to stop by. */
record OffsetsBeside(Split split, double mean, double deviation) {
    static OffsetsBeside of(Split split) {
        double mean = split.train().stream()
                .mapToDouble(LabelledTask::label)
                .average()
                .orElseThrow();
        double deviation = Math.sqrt(split.train().stream()
                .mapToDouble(example -> (example.label() - mean) * (example.label() - mean))
                .average()
                .orElseThrow());
        return new OffsetsBeside(split, mean, deviation);
    }

    /** @param predictor tells of any prompts one number each */
    OffsetChoice.Choice choose(Function<List<LabelledTask>, List<double[]>> predictor) {
        return OffsetChoice.beside(
                numbers(predictor.apply(split.train())),
                numbers(predictor.apply(split.stop())),
                split.train(),
                split.stop(),
                mean,
                deviation);
    }

    private static double[] numbers(List<double[]> predictions) {
        return predictions.stream().mapToDouble(prediction -> prediction[0]).toArray();
    }

    /** What is predicted of the test rows with the choice, where the predictor says {@code predictions}. */
    List<double[]> onTest(OffsetChoice.Choice choice, List<double[]> predictions) {
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            values.add(new double[] {
                choice.value(predictions.get(i)[0], split.test().get(i), mean, deviation)
            });
        }
        return values;
    }
}
