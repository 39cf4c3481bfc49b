package dev.tagstream.cli.learn;

import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingProgress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows a training run: examples seen, the loss, and the last held-out metrics. */
public record TrainingMeter(ProgressMeter meter) implements TrainingListener {
    @Override
    public boolean goesOn(TrainingProgress progress) {
        meter.done(progress.examplesSeen());
        meter.remark(String.format(Locale.ROOT, "loss %.3f", progress.loss()) + shown(progress.heldOut()));
        return true;
    }

    private static String shown(Map<String, Double> metrics) {
        return metrics.isEmpty()
                ? ""
                : new TreeMap<>(metrics)
                        .entrySet().stream()
                                .map(metric ->
                                        String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
                                .collect(Collectors.joining(", ", "; held out: ", ""));
    }
}
