package dev.tagstream.model.learn;

import dev.tagstream.model.prompt.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets of targets and compounds seen in training, fitted to what a tag leaves over: a mean of its residuals for each span, shrunken
 * towards zero as if {@code prior} more examples without residual had been seen (ridge regression by backfitting).
 */
public final class SpanOffsets {
    private static final int ROUNDS = 20;

    private SpanOffsets() {}

    /**
     * By {@link SpanText#digest}, for spans that occur in examples.
     *
     * @param residuals of the examples, in their order
     * @param prior examples without residual that shrink a span's offset
     */
    public static Map<String, Double> fit(List<LabelledTask> examples, double[] residuals, double prior) {
        List<List<String>> spans = digests(examples);
        Map<String, Double> offsets = new HashMap<>();
        double[] left = residuals.clone();
        int places = spans.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < ROUNDS; round++) {
            for (int place = 0; place < places; place++) {
                refit(spans, place, left, prior, offsets);
            }
        }
        return offsets;
    }

    /** Fits the offsets of one place of the prompt anew while the others stand; {@code left} is what all of them leave over. */
    private static void refit(
            List<List<String>> spans, int place, double[] left, double prior, Map<String, Double> offsets) {
        Map<String, double[]> sums = new HashMap<>(); // of residuals without the place's own offset, and their number
        for (int i = 0; i < left.length; i++) {
            if (place < spans.get(i).size()) {
                String span = spans.get(i).get(place);
                double[] sum = sums.computeIfAbsent(span, unseen -> new double[2]);
                sum[0] += left[i] + offsets.getOrDefault(span, 0.0);
                sum[1]++;
            }
        }
        Map<String, Double> changes = new HashMap<>();
        sums.forEach((span, sum) -> {
            double offset = sum[0] / (sum[1] + prior);
            changes.put(span, offset - offsets.getOrDefault(span, 0.0));
            offsets.put(span, offset);
        });
        for (int i = 0; i < left.length; i++) {
            if (place < spans.get(i).size()) {
                left[i] -= changes.getOrDefault(spans.get(i).get(place), 0.0);
            }
        }
    }

    /** Of a prompt's spans together; those that were not seen have none. */
    public static double of(LabelledTask example, Map<String, Double> offsets) {
        return example.task().spans().stream()
                .mapToDouble(span -> offsets.getOrDefault(span.digest(), 0.0))
                .sum();
    }

    private static List<List<String>> digests(List<LabelledTask> examples) {
        Map<SpanText, String> known = new HashMap<>();
        List<List<String>> digests = new ArrayList<>(examples.size());
        for (LabelledTask example : examples) {
            digests.add(example.task().spans().stream()
                    .map(span -> known.computeIfAbsent(span, SpanText::digest))
                    .toList());
        }
        return digests;
    }
}
