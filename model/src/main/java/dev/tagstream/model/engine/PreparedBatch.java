package dev.tagstream.model.engine;

import dev.tagstream.model.program.DeviceMemoryException;
import dev.tagstream.model.program.EngineException;
import java.util.List;

/**
 * Tasks that are laid out and whose cached spans are pinned. Scored once, and closed afterwards in any case, both by the thread that
 * scores.
 */
public interface PreparedBatch extends AutoCloseable {
    /** The work of scoring, as far as can be told now: an earlier batch may encode some of it until then. */
    Workload workload();

    /**
     * One score for each task, in their order.
     *
     * @throws DeviceMemoryException if the batch does not fit into the device's memory; a smaller one may
     * @throws EngineException if the batch failed for another reason
     */
    List<Score> score();

    @Override
    void close();
}
