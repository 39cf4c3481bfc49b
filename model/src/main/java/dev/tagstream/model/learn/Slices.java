package dev.tagstream.model.learn;

import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Examples in three slices that never share a prompt. What an example is about decides, so none ever moves.
 *
 * @param learned from
 * @param stopping chooses when to stop learning, the strength of the heads and the offsets; a slice that chose can't judge fairly
 * @param heldOut judged by, and used for nothing else
 */
public record Slices(List<LabelledTask> learned, List<LabelledTask> stopping, List<LabelledTask> heldOut) {
    /** Of what is not held out. */
    private static final double STOPPING_SHARE = 0.15;

    /** Makes the hash that chooses another one than that of the held-out slice. */
    private static final String STOPPING = "stopping";

    public Slices {
        learned = List.copyOf(learned);
        stopping = List.copyOf(stopping);
        heldOut = List.copyOf(heldOut);
    }

    /** @param heldOutShare of all prompts, from 0 to 1 */
    public static Slices of(List<LabelledTask> examples, double heldOutShare) {
        Map<Boolean, List<LabelledTask>> parts =
                parts(examples, example -> HeldOut.contains(heldOutShare, about(example)));
        return of(part(parts, false), part(parts, true));
    }

    /** Where it is known already what is held out. */
    public static Slices of(List<LabelledTask> learnable, List<LabelledTask> heldOut) {
        Map<Boolean, List<LabelledTask>> parts = parts(
                learnable,
                example -> HeldOut.contains(
                        STOPPING_SHARE,
                        Stream.concat(Stream.of(STOPPING), Stream.of(about(example)))
                                .toArray(String[]::new)));
        return new Slices(part(parts, false), part(parts, true), heldOut);
    }

    private static String[] about(LabelledTask example) {
        return example.task().spans().stream().map(SpanText::digest).toArray(String[]::new);
    }

    private static Map<Boolean, List<LabelledTask>> parts(List<LabelledTask> examples, Predicate<LabelledTask> taken) {
        return examples.stream().collect(Collectors.partitioningBy(taken));
    }

    private static List<LabelledTask> part(Map<Boolean, List<LabelledTask>> parts, boolean taken) {
        return parts.getOrDefault(taken, List.of());
    }
}
