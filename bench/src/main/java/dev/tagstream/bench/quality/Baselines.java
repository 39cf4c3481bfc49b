package dev.tagstream.bench.quality;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LinearProbe;
import dev.tagstream.model.learn.OffsetChoice;
import dev.tagstream.model.learn.SpanOffsets;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a chemist would try instead of a tag, on a split: learned from the same rows, with settings by the same rows to stop by. */
public final class Baselines {
    /** Examples without residual that shrink an offset of the additive model. */
    private static final double PRIOR = 3;

    /** Pairs of fewer spans are whole prompts. */
    private static final int FEWEST_SPANS_OF_PAIRS = 3;

    private final FunctionSpec spec;
    private final Split split;

    public Baselines(FunctionSpec spec, Split split) {
        this.spec = spec;
        this.split = split;
    }

    /** The mean of the training labels, or the frequencies of the classes. */
    public Tested mean() {
        return constant("mean", spec.task() == Task.REGRESSION ? new double[] {meanLabel()} : shares());
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
        return constant("median", new double[] {(labels[(labels.length - 1) / 2] + labels[labels.length / 2]) / 2});
    }

    private Tested constant(String name, double[] prediction) {
        return tested(name, Collections.nCopies(split.test().size(), prediction));
    }

    /** The mean with an offset of each datum: what a spreadsheet can do. For numbers alone. */
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
        return beside("offsets alone", split, this::meansOf);
    }

    /** The same with an offset of each pair of data too; see {@link SpanPairs}. Of prompts of three spans or more, with numbers. */
    public List<Tested> pairMeans() {
        return split.test().get(0).task().spans().size() < FEWEST_SPANS_OF_PAIRS
                ? List.of()
                : List.of(beside("pair means", SpanPairs.of(split), this::meansOf));
    }

    private List<double[]> meansOf(List<LabelledTask> prompts) {
        return Collections.nCopies(prompts.size(), new double[] {meanLabel()});
    }

    /**
     * Regression on what molecules and proteins are made of; see {@link KernelRegression}. Empty where no label to learn from is exact,
     * and where data are too many for {@link PromptKernel}.
     *
     * @param texts of the split's spans
     * @param about what a span is about: two that are written differently and equal in this are the same
     */
    public Optional<Tested> kernel(Map<SpanText, String> texts, Function<SpanText, ?> about) {
        return KernelRegression.isPossible(split)
                ? PromptKernel.of(split.all(), texts, about).map(this::kernel)
                : Optional.empty();
    }

    private Tested kernel(PromptKernel kernel) {
        KernelRegression fitted = KernelRegression.fit(spec, kernel, split);
        return tested("kernel", fitted.predict(split.test()))
                .withoutCrossEntropy()
                .with(fitted.settings());
    }

    /** Ridge regression on the frozen model's own states, without tags; see {@link LinearProbe}. */
    public List<Tested> probe(LlamaEngine engine, boolean offsets) {
        LinearProbe probe = LinearProbe.fit(engine, spec, split.train(), split.stop(), split.test());
        Tested alone = tested("probe", probe.predict(split.test())).withoutCrossEntropy();
        return offsets && spec.task() == Task.REGRESSION
                ? List.of(alone, beside("probe with offsets", split, probe::predict))
                : List.of(alone);
    }

    private Tested beside(String name, Split of, Function<List<LabelledTask>, List<double[]>> predictor) {
        OffsetsBeside offsets = OffsetsBeside.of(of);
        OffsetChoice.Choice choice = offsets.choose(predictor);
        return tested(name, offsets.onTest(choice, predictor.apply(of.test())))
                .with(Map.of("offsets", (double) choice.offsets().size(), "share", choice.share()));
    }

    private Tested tested(String name, List<double[]> predictions) {
        return Tested.of(name, spec.task(), predictions, split.test());
    }
}
