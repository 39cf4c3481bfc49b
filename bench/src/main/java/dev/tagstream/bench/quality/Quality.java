package dev.tagstream.bench.quality;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.LinearProbe;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.OffsetChoice;
import dev.tagstream.model.learn.SpanOffsets;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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

    /** The mean of the training labels, or the frequencies of the classes. */
    public Tested mean() {
        double[] mean = spec.task() == Task.REGRESSION ? new double[] {meanLabel()} : shares();
        return tested("mean", Collections.nCopies(split.test().size(), mean));
    }

    private double meanLabel() {
        return split.train().stream().mapToDouble(LabelledTask::label).average().orElseThrow();
    }

    private double[] shares() {
        double[] shares = new double[spec.classes().size()];
        split.train()
                .forEach(example ->
                        shares[(int) example.label()] += 1.0 / split.train().size());
        return shares;
    }

    /** The median of the training labels: of all constants the one with the least absolute errors. For numbers alone. */
    public Tested median() {
        double[] labels =
                split.train().stream().mapToDouble(LabelledTask::label).sorted().toArray();
        double median = (labels[(labels.length - 1) / 2] + labels[labels.length / 2]) / 2;
        return tested("median", Collections.nCopies(split.test().size(), new double[] {median}));
    }

    /** The mean with an offset of each span: what a spreadsheet can do. For numbers alone. */
    public Tested additive() {
        double mean = meanLabel();
        double[] residuals = split.train().stream()
                .mapToDouble(example -> example.label() - mean)
                .toArray();
        SpanOffsets fitting = new SpanOffsets(split.train());
        Map<String, Double> offsets = fitting.fit(
                residuals, fitting.domains().stream().collect(Collectors.toMap(domain -> domain, domain -> PRIOR)));
        return tested(
                "additive",
                split.test().stream()
                        .map(example -> new double[] {mean + SpanOffsets.of(example, offsets)})
                        .toList());
    }

    /** The mean with the offsets that a tag would get, shrunken as they do best on the rows to stop by. For numbers alone. */
    public Tested offsetsAlone() {
        return withOffsets("offsets alone", new Constant(meanLabel())).get(0);
    }

    /** Ridge regression on the frozen model's own states, without tags; see {@link LinearProbe}. */
    public LinearProbe probe(LlamaEngine engine) {
        return LinearProbe.fit(engine, spec, split.train(), split.stop(), split.test());
    }

    public Tested of(LinearProbe probe) {
        Tested tested = tested("probe", probe.predict(split.test()));
        Map<String, Double> figures = new HashMap<>(tested.figures());
        figures.remove("crossEntropy"); // its numbers are in the order of probabilities, and no probabilities
        return new Tested(tested.name(), tested.predictions(), figures);
    }

    /** For numbers alone. */
    public Tested withOffsets(LinearProbe probe) {
        return withOffsets("probe with offsets", new Probed(probe)).get(0);
    }

    /** Learns a tag from the split, without offsets. */
    public LearnedTag learn(TrainingOptions options, TrainingListener listener) {
        return learner.learn(
                spec, domains, Optional.empty(), split.train(), split.stop(), options.withOffsets(false), listener);
    }

    /**
     * A tag of one member, or each member by itself and then all of them as an ensemble: the mean, with {@code within1sd} and
     * {@code within2sd}, the shares of errors within so many standard deviations of the members.
     */
    public List<Tested> of(String name, FunctionTag tag) {
        return named(name, new Tagged(tag).onTest());
    }

    /** The same with offsets of what the split's training part holds, chosen for all members together; for numbers alone. */
    public List<Tested> withOffsets(String name, FunctionTag tag) {
        return withOffsets(name, new Tagged(tag));
    }

    private List<Tested> withOffsets(String name, Source source) {
        double mean = meanLabel();
        double deviation = deviation(mean);
        OffsetChoice.Choice choice = OffsetChoice.beside(
                source.numbers(split.train()),
                source.numbers(split.stop()),
                split.train(),
                split.stop(),
                mean,
                deviation);
        List<List<double[]>> byMember = new ArrayList<>();
        for (List<double[]> member : source.onTest()) {
            List<double[]> predictions = new ArrayList<>();
            for (int i = 0; i < member.size(); i++) {
                predictions.add(new double[] {
                    choice.value(member.get(i)[0], split.test().get(i), mean, deviation)
                });
            }
            byMember.add(predictions);
        }
        return named(name, byMember).stream()
                .map(tested ->
                        with(tested, Map.of("offsets", (double) choice.offsets().size(), "share", choice.share())))
                .toList();
    }

    private double deviation(double mean) {
        return Math.sqrt(split.train().stream()
                .mapToDouble(example -> (example.label() - mean) * (example.label() - mean))
                .average()
                .orElseThrow());
    }

    /** A tested predictor with more figures. */
    public static Tested with(Tested tested, Map<String, Double> more) {
        Map<String, Double> figures = new HashMap<>(tested.figures());
        figures.putAll(more);
        return new Tested(tested.name(), tested.predictions(), figures);
    }

    /** What offsets are fitted beside. */
    private interface Source {
        /** Of all members together. */
        double[] numbers(List<LabelledTask> prompts);

        /** By member, what it says of the test rows. */
        List<List<double[]>> onTest();
    }

    private final class Constant implements Source {
        private final double value;

        Constant(double value) {
            this.value = value;
        }

        @Override
        public double[] numbers(List<LabelledTask> prompts) {
            double[] numbers = new double[prompts.size()];
            Arrays.fill(numbers, value);
            return numbers;
        }

        @Override
        public List<List<double[]>> onTest() {
            return List.of(Collections.nCopies(split.test().size(), new double[] {value}));
        }
    }

    private final class Probed implements Source {
        private final LinearProbe probe;

        Probed(LinearProbe probe) {
            this.probe = probe;
        }

        @Override
        public double[] numbers(List<LabelledTask> prompts) {
            return firsts(probe.predict(prompts));
        }

        @Override
        public List<List<double[]>> onTest() {
            return List.of(probe.predict(split.test()));
        }
    }

    private final class Tagged implements Source {
        private final FunctionTag tag;

        Tagged(FunctionTag tag) {
            this.tag = tag;
        }

        @Override
        public double[] numbers(List<LabelledTask> prompts) {
            return firsts(learner.predict(tag, domains, prompts));
        }

        @Override
        public List<List<double[]>> onTest() {
            return tag.members().stream()
                    .map(member -> learner.predict(tag.withMembers(List.of(member)), domains, split.test()))
                    .toList();
        }
    }

    private static double[] firsts(List<double[]> predictions) {
        return predictions.stream().mapToDouble(prediction -> prediction[0]).toArray();
    }

    private List<Tested> named(String name, List<List<double[]>> byMember) {
        if (byMember.size() == 1) {
            return List.of(tested(name, byMember.get(0)));
        }
        List<Tested> all = new ArrayList<>();
        for (int m = 0; m < byMember.size(); m++) {
            all.add(tested("%s, member %d".formatted(name, m + 1), byMember.get(m)));
        }
        List<double[]> mean = mean(byMember);
        Tested ensemble = tested(name + ", ensemble", mean);
        all.add(spec.task() == Task.REGRESSION ? with(ensemble, calibration(byMember, mean)) : ensemble);
        return all;
    }

    private Tested tested(String name, List<double[]> predictions) {
        return new Tested(name, predictions, Metrics.of(spec.task(), predictions, split.test()));
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

    private Map<String, Double> calibration(List<List<double[]>> byMember, List<double[]> ensemble) {
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
        return Map.of(
                "within1sd", (double) within1 / errors.length,
                "within2sd", (double) within2 / errors.length);
    }
}
