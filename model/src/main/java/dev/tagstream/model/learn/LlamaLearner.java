package dev.tagstream.model.learn;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns with an engine, through its cached spans: a step runs the tag's rows alone, forward and backward. */
public final class LlamaLearner implements Learner {
    /** Prompts whose spans are pinned together. */
    private static final int PREDICTED_TOGETHER = 1_024;

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
        LabelScale scale = LabelScale.of(spec, examples);
        FunctionTag beginning = start.orElseGet(() -> new Beginning(engine, options).tag(spec, scale));
        return new TrainingRun(this, engine, domains, beginning, examples, heldOut, options, listener).run();
    }

    @Override
    public List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts) {
        TagSet tags = domains.with(tag);
        String name = tag.id().name();
        List<double[]> predictions = new ArrayList<>(prompts.size());
        for (int from = 0; from < prompts.size(); from += PREDICTED_TOGETHER) {
            List<ScoringTask> tasks =
                    prompts.subList(from, Math.min(from + PREDICTED_TOGETHER, prompts.size())).stream()
                            .map(prompt -> new ScoringTask(name, prompt.task().spans()))
                            .toList();
            for (Score score : engine.score(tasks, tags)) {
                predictions.add(
                        score.probabilities().isEmpty()
                                ? new double[] {score.value()}
                                : score.probabilities().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray());
            }
        }
        return predictions;
    }
}
