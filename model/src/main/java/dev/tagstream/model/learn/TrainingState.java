package dev.tagstream.model.learn;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.tags.file.DraftFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a training run stands, between two evaluations: enough to go on from after the process has ended.
 *
 * @param format {@value #FORMAT}
 * @param run what the run is of, see {@link #check}
 * @param epoch that goes on
 * @param batches of it that are done
 * @param nanos of the budget that are used up
 * @param members optimizers
 * @param best of the members of the best tag so far, their rows, heads, deep values and low-rank updates
 */
record TrainingState(
        String format,
        String run,
        int epoch,
        int batches,
        int steps,
        long seen,
        long nanos,
        double smoothedLoss,
        double bestLoss,
        int evaluationsWithoutGain,
        List<MemberOptimizer.State> members,
        List<Values> best) {
    static final String FORMAT = "tagstream training 1";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A member's values, row by row. */
    @SuppressWarnings("ArrayRecordComponent") // written and read whole, never compared
    record Values(float[] rows, float[] head, float @Nullable [] deep, float @Nullable [] lowRank) {}

    /** Reads a state if there is a file; throws {@link IllegalArgumentException} with a sentence for a person if it is of no use. */
    static Optional<TrainingState> read(Path file, String run) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            TrainingState state = JSON.readValue(file.toFile(), TrainingState.class);
            state.check(file, run);
            return Optional.of(state);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s is no state of a training run: %s".formatted(file, firstLine(e.getMessage())), e);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it can't be read"
                : message.lines().findFirst().orElse("");
    }

    /** A state of other data, another model or other options would go on with something else. */
    private void check(Path file, String wanted) {
        if (!FORMAT.equals(format) || !wanted.equals(run)) {
            throw new IllegalArgumentException(
                    "%s is the state of another training run (other data, options or model); remove it to begin anew"
                            .formatted(file));
        }
    }

    /** The file appears whole or not at all. */
    void write(Path file) {
        try (DraftFile draft = DraftFile.of(file)) {
            JSON.writeValue(draft.path().toFile(), this);
            draft.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
