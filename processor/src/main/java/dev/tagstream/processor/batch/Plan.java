package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.tags.TagSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way from the thread that prepares to the thread that scores.
 *
 * @param submissions in the order of the prepared tasks
 * @param shadows what candidates score beside them; their tasks come after those of the submissions
 * @param tags the image it is scored with, its halves included
 * @param prepared absent if preparing failed
 * @param failure why, then
 */
record Plan(
        List<Submission> submissions,
        ShadowTasks shadows,
        TagSet tags,
        @Nullable PreparedBatch prepared,
        @Nullable RuntimeException failure) {

    /** The scores of the submissions and then of the candidates; ends the use of what was prepared. */
    List<Score> score() {
        try (PreparedBatch batch = prepared) {
            if (batch == null) {
                throw failure != null ? failure : new IllegalStateException("a plan without a batch");
            }
            List<Score> scores = batch.score();
            int tasks = submissions.size() + shadows.tasks().size();
            if (scores.size() != tasks) {
                throw new IllegalStateException(
                        "the engine gave %d scores for %d tasks".formatted(scores.size(), tasks));
            }
            return scores;
        }
    }

    /** Lets go of what was prepared, unscored; on the thread that scores. */
    void drop() {
        if (prepared != null) {
            prepared.close();
        }
    }
}
