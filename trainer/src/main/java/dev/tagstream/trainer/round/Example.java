package dev.tagstream.trainer.round;

import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.tags.prompt.SpanData;
import java.util.List;

/**
 * A result as a round reads it.
 *
 * @param data in the order of a prompt
 * @param label in the function's unit, or the number of the class
 * @param heldOut whether it is judged by and never learned from
 */
public record Example(List<SpanData> data, double label, Bound bound, boolean heldOut) {
    public Example {
        data = List.copyOf(data);
    }
}
