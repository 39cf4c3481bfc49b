package dev.tagstream.model.learn;

import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Learns function tags from labelled prompts, with the model and the domain tags frozen. One thread at a time. */
public interface Learner {
    /**
     * Learns a tag.
     *
     * @param domains holds the domain tags that the template names
     * @param start a tag to go on from, with the parts that the options ask for and it lacks; else one made anew
     * @param examples to learn from
     * @param heldOut chooses when to stop, the strength of the heads and the offsets; none of them is learned from, and what was
     *     chosen by them is better on them than on others
     * @throws IllegalArgumentException with a sentence for a person if nothing can be learned from this: no examples, labels
     *     that are all the same, a class without a number
     */
    LearnedTag learn(
            FunctionSpec spec,
            TagSet domains,
            Optional<FunctionTag> start,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            TrainingOptions options,
            TrainingListener listener);

    /**
     * What a tag predicts of prompts, in their order: one number for a regression, the probability of each class else.
     *
     * @param tag used whatever tag of its name stands in {@code domains}
     * @param goesOn asked every few hundred prompts
     * @throws java.util.concurrent.CancellationException once {@code goesOn} says no
     */
    List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts, BooleanSupplier goesOn);

    /** The same, to the end. */
    default List<double[]> predict(FunctionTag tag, TagSet domains, List<LabelledTask> prompts) {
        return predict(tag, domains, prompts, () -> true);
    }
}
