package dev.tagstream.trainer.round;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.trainer.functions.TaughtFunction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a round goes by, as it was at its beginning.
 *
 * @param tags in use; the domain tags among them are learned with
 * @param examples all results of the function
 * @param number of rounds of this function before it; seeds the round
 */
public record RoundRequest(
        TaughtFunction function, TagSet tags, List<Example> examples, long number, Instant startedAt) {
    public RoundRequest {
        examples = List.copyOf(examples);
    }

    /** The version in use, which the candidate has to beat. */
    public Optional<FunctionTag> current() {
        return tags.function(function.name());
    }
}
