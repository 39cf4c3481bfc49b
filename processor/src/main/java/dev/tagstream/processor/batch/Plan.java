package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.tag.TagSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way from the thread that prepares to the thread that scores.
 *
 * @param submissions in the order of the prepared tasks
 * @param tags the image it is scored with, its halves included
 * @param prepared absent if preparing failed
 * @param failure why, then
 */
record Plan(
        List<Submission> submissions,
        TagSet tags,
        @Nullable PreparedBatch prepared,
        @Nullable RuntimeException failure) {

    /** Lets go of what was prepared, unscored; on the thread that scores. */
    void drop() {
        if (prepared != null) {
            prepared.close();
        }
    }
}
