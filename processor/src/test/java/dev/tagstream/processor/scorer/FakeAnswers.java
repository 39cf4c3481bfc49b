package dev.tagstream.processor.scorer;

import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Numbers that depend on data and tags as real ones do, and mean nothing. */
final class FakeAnswers {
    /** Rows that stand for template text. */
    private static final int TEXT_ROWS = 3;

    private FakeAnswers() {}

    static List<Score> of(List<ScoringTask> tasks, TagSet tags) {
        Map<TagId, Answers> byFunction = new HashMap<>();
        List<Score> scores = new ArrayList<>(tasks.size());
        for (ScoringTask task : tasks) {
            FunctionTag function = task.tagIn(tags).orElseThrow();
            scores.add(byFunction
                    .computeIfAbsent(function.id(), id -> Answers.of(function, tags))
                    .to(task));
        }
        return scores;
    }

    /**
     * What one function answers with one image of the tags.
     *
     * @param seeds of its members
     * @param domains in the order of the prompt
     * @param rows of a prompt beside its data
     */
    private record Answers(FunctionTag function, List<Double> seeds, List<TagId> domains, int rows) {
        static Answers of(FunctionTag function, TagSet tags) {
            List<TagId> domains = new ArrayList<>();
            double seed = 0;
            int rows = TEXT_ROWS;
            for (String domain : function.template().domains()) {
                var tag = tags.domain(domain).orElseThrow();
                domains.add(tag.id());
                seed = 31 * seed + weighted(tag.rows());
                rows += tag.rows().rows();
            }
            List<Double> seeds = new ArrayList<>();
            for (FunctionTag.Member member : function.members()) {
                seeds.add(seed + weighted(member.rows()) * weighted(member.head()));
            }
            return new Answers(
                    function,
                    seeds,
                    List.copyOf(domains),
                    rows + function.members().get(0).rows().rows());
        }

        private static double weighted(Rows rows) {
            double sum = 0;
            float[] values = rows.toArray();
            for (int i = 0; i < values.length; i++) {
                sum += (i + 1) * values[i];
            }
            return sum;
        }

        Score to(ScoringTask task) {
            int data = data(task);
            List<Double> probabilities = probabilities(data);
            double[] values = seeds.stream()
                    .mapToDouble(seed -> probabilities.isEmpty() ? value(seed, data) : classOf(probabilities))
                    .toArray();
            double mean = Arrays.stream(values).sum() / values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Score(
                    mean,
                    values.length > 1
                            ? OptionalDouble.of(Math.sqrt(squares / (values.length - 1)))
                            : OptionalDouble.empty(),
                    probabilities,
                    function.unit(),
                    function.id(),
                    domains,
                    task.dataTokens() + rows,
                    task.truncated());
        }

        /** One for each class, none for a number. */
        private List<Double> probabilities(int data) {
            double[] weights = new double[function.classes().size()];
            for (int c = 0; c < weights.length; c++) {
                weights[c] = Math.exp(Math.sin(seeds.get(0) + data % 10_007 + c));
            }
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights).map(weight -> weight / sum).boxed().toList();
        }

        /** Of two classes the probability of the second, of more the number of the most probable one. */
        private static double classOf(List<Double> probabilities) {
            return probabilities.size() == 2
                    ? probabilities.get(1)
                    : probabilities.indexOf(Collections.max(probabilities));
        }

        private double value(double seed, int data) {
            return function.targetMean() + function.targetStandardDeviation() * Math.sin(seed + data % 10_007);
        }

        /** A number for the data that the template asks for, in its order. */
        private int data(ScoringTask task) {
            List<SpanText> left = new ArrayList<>(task.spans());
            int data = 0;
            for (TagId domain : domains) {
                for (int i = 0; i < left.size(); i++) {
                    if (left.get(i).domain().equals(domain.name())) {
                        data = 31 * data + left.remove(i).hashCode();
                        break;
                    }
                }
            }
            return data;
        }
    }
}
