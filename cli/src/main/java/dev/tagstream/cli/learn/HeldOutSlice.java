package dev.tagstream.cli.learn;

import dev.tagstream.model.learn.HeldOut;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Examples without and with the stable slice that is held out; rows about the same data stay together. */
public record HeldOutSlice(List<LabelledTask> train, List<LabelledTask> heldOut) {
    public HeldOutSlice {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    public static HeldOutSlice of(List<LabelledTask> examples, double share) {
        Map<Boolean, List<LabelledTask>> parts = examples.stream()
                .collect(Collectors.partitioningBy(example -> HeldOut.contains(
                        share,
                        example.task().spans().stream().map(SpanText::digest).toArray(String[]::new))));
        return new HeldOutSlice(parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
    }
}
