package dev.tagstream.trainer.topology;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Another learner that waits or fails where a test wants it to, and remembers what it started from. */
final class SteeredLearner implements Learner {
    private final Learner learner;
    private final List<Boolean> starts = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException failure;
    private volatile CountDownLatch held = new CountDownLatch(0);

    SteeredLearner(Learner learner) {
        this.learner = learner;
    }

    /** Lets the next learning wait. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    /** Lets each learning fail from now on; null for none. */
    void failWith(@Nullable RuntimeException next) {
        failure = next;
    }

    /** Whether each learning started from a tag. */
    List<Boolean> starts() {
        return List.copyOf(starts);
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
        starts.add(start.isPresent());
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException wanted = failure;
        if (wanted != null) {
            throw wanted;
        }
        return learner.learn(spec, domains, start, examples, heldOut, options, listener);
    }

    @Override
    public List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn) {
        return learner.predict(tag, domains, prompts, goesOn);
    }
}
