package dev.tagstream.model.learn;

import dev.tagstream.model.engine.Targets;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.util.List;

/**
 * Mean and standard deviation of labels, which a regression is learned in units of.
 *
 * <p>A bound says on which side of it a value lies, not how far away: many assays stop at one concentration, and a set that is full of
 * that number would have its mean there and hardly any deviation. So bounds count only where there are too few values to go by.
 */
public record LabelScale(double mean, double standardDeviation) {
    /** Of so many values the standard deviation is known within a sixth or so. */
    static final int ENOUGH = 20;

    private static final LabelScale OF_CLASSES = new LabelScale(0, 1);

    /** Throws {@link IllegalArgumentException} if nothing can be learned from these labels. */
    public static LabelScale of(FunctionSpec spec, List<LabelledTask> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("function %s has no examples to learn from".formatted(spec.name()));
        }
        if (spec.task() == Task.CLASSIFICATION) {
            examples.forEach(example -> refuseUnknownClass(spec, example));
            return OF_CLASSES;
        }
        List<LabelledTask> values = examples.stream()
                .filter(example -> example.bound() == LabelledTask.Bound.EXACT)
                .toList();
        LabelScale ofValues = values.size() < ENOUGH ? of(examples) : of(values);
        LabelScale scale = ofValues.standardDeviation() > 0 ? ofValues : of(examples);
        if (!(scale.standardDeviation() > 0)) {
            throw new IllegalArgumentException("all %d labels of function %s are %s; there is nothing to learn"
                    .formatted(examples.size(), spec.name(), scale.mean()));
        }
        return scale;
    }

    private static LabelScale of(List<LabelledTask> examples) {
        double mean =
                examples.stream().mapToDouble(LabelledTask::label).average().orElseThrow();
        double variance = examples.stream()
                .mapToDouble(example -> (example.label() - mean) * (example.label() - mean))
                .average()
                .orElseThrow();
        return new LabelScale(mean, Math.sqrt(variance));
    }

    private static void refuseUnknownClass(FunctionSpec spec, LabelledTask example) {
        double label = example.label();
        if (label != Math.rint(label) || label < 0 || label >= spec.classes().size()) {
            throw new IllegalArgumentException("label %s of function %s is no class from 0 to %d"
                    .formatted(label, spec.name(), spec.classes().size() - 1));
        }
    }

    /** Labels in units of the scale; a bound costs on one side only. */
    Targets targets(List<LabelledTask> examples) {
        float[] values = new float[examples.size()];
        float[] under = new float[values.length];
        float[] over = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            LabelledTask example = examples.get(i);
            values[i] = (float) ((example.label() - mean) / standardDeviation);
            under[i] = example.bound() == LabelledTask.Bound.BELOW ? 0 : 1;
            over[i] = example.bound() == LabelledTask.Bound.ABOVE ? 0 : 1;
        }
        return new Targets(values, under, over);
    }
}
