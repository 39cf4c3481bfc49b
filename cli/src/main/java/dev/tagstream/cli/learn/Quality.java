package dev.tagstream.cli.learn;

import dev.tagstream.model.learn.FunctionSpec;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.OffsetChoice;
import dev.tagstream.model.learn.SpanOffsets;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.TagSet;
import dev.tagstream.model.tag.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How well a function can be learned from a split, beside predictors that learn nothing of sequences. */
public final class Quality {
    /** Examples without residual that shrink an offset of the additive model. */
    private static final double PRIOR = 3;

    private final Learner learner;
    private final TagSet domains;
    private final FunctionSpec spec;
    private final Split split;

    public Quality(Learner learner, TagSet domains, FunctionSpec spec, Split split) {
        this.learner = learner;
        this.domains = domains;
        this.spec = spec;
        this.split = split;
    }

    /** Of the mean of the training labels, or the frequencies of the classes. */
    public Map<String, Double> meanPredictor() {
        double[] mean = mean();
        return metrics(Collections.nCopies(split.test().size(), mean));
    }

    private double[] mean() {
        if (spec.task() == Task.REGRESSION) {
            return new double[] {
                split.train().stream()
                        .mapToDouble(LabelledTask::label)
                        .average()
                        .orElseThrow()
            };
        }
        double[] shares = new double[spec.classes().size()];
        split.train()
                .forEach(example ->
                        shares[(int) example.label()] += 1.0 / split.train().size());
        return shares;
    }

    /** Of the mean with an offset of each span: what a spreadsheet can do. For numbers alone. */
    public Map<String, Double> additiveModel() {
        double mean = mean()[0];
        double[] residuals = split.train().stream()
                .mapToDouble(example -> example.label() - mean)
                .toArray();
        SpanOffsets fitting = new SpanOffsets(split.train());
        Map<String, Double> offsets = fitting.fit(
                residuals, fitting.domains().stream().collect(Collectors.toMap(domain -> domain, domain -> PRIOR)));
        return metrics(split.test().stream()
                .map(example -> new double[] {mean + SpanOffsets.of(example, offsets)})
                .toList());
    }

    /**
     * Of a tag learned from the split: of each member by itself, and of all of them as an ensemble.
     *
     * @param members metrics of each
     * @param ensemble metrics of their mean, with {@code within1sd} and {@code within2sd}, the shares of errors within so many standard
     *     deviations of the members
     */
    public record OfTag(FunctionTag tag, List<Map<String, Double>> members, Map<String, Double> ensemble) {}

    /** Learns a tag from the split, without offsets. */
    public LearnedTag learn(TrainingOptions options, TrainingListener listener) {
        return learner.learn(
                spec, domains, Optional.empty(), split.train(), split.stop(), options.withOffsets(false), listener);
    }

    /** The tag with offsets of what the split's training part holds; for numbers alone. */
    public FunctionTag withOffsets(FunctionTag tag) {
        return OffsetChoice.beside(tag, learner, domains, split.train(), split.stop());
    }

    public OfTag of(FunctionTag tag) {
        List<List<double[]>> byMember = new ArrayList<>();
        for (FunctionTag.Member member : tag.members()) {
            byMember.add(learner.predict(tag.withMembers(List.of(member)), domains, split.test()));
        }
        List<double[]> ensemble = mean(byMember);
        Map<String, Double> metrics = new LinkedHashMap<>(metrics(ensemble));
        if (byMember.size() > 1 && spec.task() == Task.REGRESSION) {
            calibration(byMember, ensemble, metrics);
        }
        return new OfTag(tag, byMember.stream().map(this::metrics).toList(), metrics);
    }

    private Map<String, Double> metrics(List<double[]> predictions) {
        return Metrics.of(spec.task(), predictions, split.test());
    }

    private static List<double[]> mean(List<List<double[]>> byMember) {
        List<double[]> means = new ArrayList<>();
        for (int i = 0; i < byMember.get(0).size(); i++) {
            double[] sum = new double[byMember.get(0).get(i).length];
            for (List<double[]> member : byMember) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += member.get(i)[k] / byMember.size();
                }
            }
            means.add(sum);
        }
        return means;
    }

    private void calibration(List<List<double[]>> byMember, List<double[]> ensemble, Map<String, Double> metrics) {
        double[] errors = Losses.of(Task.REGRESSION, ensemble, split.test(), 1); // squared
        int within1 = 0;
        int within2 = 0;
        for (int i = 0; i < errors.length; i++) {
            double variance = 0;
            for (List<double[]> member : byMember) {
                double off = member.get(i)[0] - ensemble.get(i)[0];
                variance += off * off / (byMember.size() - 1);
            }
            within1 += errors[i] < variance ? 1 : 0;
            within2 += errors[i] < 4 * variance ? 1 : 0;
        }
        metrics.put("within1sd", (double) within1 / errors.length);
        metrics.put("within2sd", (double) within2 / errors.length);
    }
}
