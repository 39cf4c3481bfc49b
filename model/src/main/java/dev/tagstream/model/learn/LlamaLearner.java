package dev.tagstream.model.learn;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/** Learns with an engine, through its cached spans: a step runs the tag's rows alone, forward and backward. */
public final class LlamaLearner implements Learner {
    /** Prompts whose spans are pinned together, and which run to their end once begun. */
    private static final int PREDICTED_TOGETHER = 256;

    private final LlamaEngine engine;

    private LlamaLearner(LlamaEngine engine) {
        this.engine = engine;
    }

    /** The engine stays the caller's, and is used by nobody else during a call. */
    public static LlamaLearner over(LlamaEngine engine) {
        return new LlamaLearner(engine);
    }

    @Override
    public LearnedTag learn(
            FunctionSpec spec,
            TagSet domains,
            Optional<FunctionTag> start,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            TrainingOptions options,
            TrainingListener listener) {
        return learn(spec, domains, start, examples, heldOut, options, listener, Optional.empty());
    }

    /**
     * The same, with a file that tells where the run stands, written at each evaluation; a run whose file is there goes on from it.
     *
     * @throws IllegalArgumentException also if the file is that of another run
     */
    public LearnedTag learn(
            FunctionSpec spec,
            TagSet domains,
            Optional<FunctionTag> start,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            TrainingOptions options,
            TrainingListener listener,
            Optional<Path> checkpoint) {
        LabelScale scale = LabelScale.of(spec, examples);
        Beginning anew = new Beginning(engine, options);
        FunctionTag beginning = start.map(anew::grown).orElseGet(() -> anew.tag(spec, scale));
        return new TrainingRun(this, engine, domains, beginning, examples, heldOut, options, listener, checkpoint)
                .run();
    }

    @Override
    public List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
        TagSet tags = domains.with(tag);
        double[][] predictions = new double[prompts.size()][];
        visit(tag, prompts, goesOn, tasks -> engine.score(tasks, tags), (score, i) -> predictions[i] = numbers(score));
        return Arrays.asList(predictions);
    }

    /** See {@link SolvedHeads.States}. */
    void visitStates(
            FunctionTag tag,
            TagSet domains,
            List<LabelledTask> prompts,
            BooleanSupplier goesOn,
            ObjIntConsumer<float[]> reader) {
        TagSet tags = domains.with(tag);
        visit(tag, prompts, goesOn, tasks -> engine.statesRead(tasks, tags), reader);
    }

    /** Prompts with the same prefix run together, since they meet its spans as one product. */
    private static <T> void visit(
            FunctionTag tag,
            List<LabelledTask> prompts,
            BooleanSupplier goesOn,
            Function<List<ScoringTask>, List<T>> run,
            ObjIntConsumer<T> reader) {
        String name = tag.id().name();
        List<Integer> order = byPrefix(prompts, tag.template());
        for (int from = 0; from < order.size(); from += PREDICTED_TOGETHER) {
            if (!goesOn.getAsBoolean()) {
                throw new CancellationException("after %d of %d prompts".formatted(from, order.size()));
            }
            List<Integer> together = order.subList(from, Math.min(from + PREDICTED_TOGETHER, order.size()));
            List<T> results = run.apply(together.stream()
                    .map(i -> new ScoringTask(name, prompts.get(i).task().spans()))
                    .toList());
            for (int i = 0; i < results.size(); i++) {
                reader.accept(results.get(i), together.get(i));
            }
        }
    }

    private static List<Integer> byPrefix(List<LabelledTask> prompts, PromptTemplate template) {
        Map<List<SpanText>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            groups.computeIfAbsent(Epochs.prefix(prompts.get(i), template), prefix -> new ArrayList<>())
                    .add(i);
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private static double[] numbers(Score score) {
        return score.probabilities().isEmpty()
                ? new double[] {score.value()}
                : score.probabilities().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
    }
}
