package dev.tagstream.model.learn;

import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Offsets of targets and compounds seen in training, fitted to what a tag leaves over: a mean of its residuals for each span, shrunken
 * towards zero as if some more examples without residual had been seen (ridge regression by backfitting). A span that stands at
 * several places of prompts has one offset.
 */
public final class SpanOffsets {
    private static final int ROUNDS = 20;

    private final List<Occurrences>
            spans; // those of a domain together, for then each round of pairs converges the fastest
    private final int examples;

    /** @param examples numbers of those that the span occurs in */
    private record Occurrences(SpanText span, List<Integer> examples) {}

    /** @param examples whose spans get offsets */
    public SpanOffsets(List<LabelledTask> examples) {
        Map<SpanText, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            for (SpanText span : examples.get(i).task().spans()) {
                found.computeIfAbsent(span, unseen -> new ArrayList<>()).add(i);
            }
        }
        this.examples = examples.size();
        this.spans = found.entrySet().stream()
                .map(entry -> new Occurrences(entry.getKey(), List.copyOf(entry.getValue())))
                .sorted(Comparator.comparing(occurrences -> occurrences.span().domain()))
                .toList();
    }

    /** Domains of the spans, by name. */
    public List<String> domains() {
        return spans.stream()
                .map(occurrences -> occurrences.span().domain())
                .distinct()
                .toList();
    }

    /**
     * By {@link SpanText#digest}, in the residuals' unit.
     *
     * @param residuals of the examples, in their order; NaN of one that says nothing
     * @param priors by domain: examples without residual that shrink the offset of a span
     */
    public Map<String, Double> fit(double[] residuals, Map<String, Double> priors) {
        if (residuals.length != examples) {
            throw new IllegalArgumentException("%d residuals of %d examples".formatted(residuals.length, examples));
        }
        double[] left = residuals.clone();
        double[] offsets = new double[spans.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int s = 0; s < offsets.length; s++) {
                Occurrences occurrences = spans.get(s);
                double prior =
                        Objects.requireNonNull(priors.get(occurrences.span().domain()));
                double change = change(occurrences.examples(), left, offsets[s], prior);
                offsets[s] += change;
                occurrences.examples().forEach(i -> left[i] -= change);
            }
        }
        Map<String, Double> byDigest = new HashMap<>();
        for (int s = 0; s < offsets.length; s++) {
            byDigest.put(spans.get(s).span().digest(), offsets[s]);
        }
        return byDigest;
    }

    /** Of one offset while the others stand; {@code left} is what all of them leave over. */
    private static double change(List<Integer> examples, double[] left, double offset, double prior) {
        double sum = 0;
        int telling = 0;
        for (int i : examples) {
            if (!Double.isNaN(left[i])) {
                sum += left[i] + offset;
                telling++;
            }
        }
        return telling == 0 ? -offset : sum / (telling + prior) - offset;
    }

    /** Of a prompt's spans together; those that were not seen have none. */
    public static double of(LabelledTask example, Map<String, Double> offsets) {
        return example.task().spans().stream()
                .mapToDouble(span -> offsets.getOrDefault(span.digest(), 0.0))
                .sum();
    }
}
