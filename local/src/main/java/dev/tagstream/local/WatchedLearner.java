package dev.tagstream.local;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.learn.TrainingProgress;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A learner that lets another thread see how far it is. */
final class WatchedLearner implements Learner {
    private final Learner learner;
    private volatile @Nullable TrainingProgress progress;

    WatchedLearner(Learner learner) {
        this.learner = learner;
    }

    /** Where the run stands that is on or was the last; empty before the first step. */
    Optional<TrainingProgress> progress() {
        return Optional.ofNullable(progress);
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
        progress = null;
        return learner.learn(spec, domains, start, examples, heldOut, options, now -> {
            progress = now;
            return listener.goesOn(now);
        });
    }

    @Override
    public List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
        return learner.predict(tag, domains, prompts, goesOn);
    }
}
