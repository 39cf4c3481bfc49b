package dev.tagstream.model.engine;

import dev.tagstream.model.program.DeviceMemoryException;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;

/**
 * Text to number. {@link #tokenize} may be called from any thread, {@link #prepare} and {@link #score} from one thread at a time each.
 *
 * <p>What an implementation must keep, checked by {@code ScorerContract} for every one of them: as many scores as tasks, in
 * their order; the score of a task does not depend on its neighbours; the versions in a score are those of the given tags.
 */
public interface Scorer extends AutoCloseable {
    /** Fingerprint of the base model, as tag versions name it. */
    String modelFingerprint();

    /** Fingerprint of the tokenizer, as tag versions name it. */
    String tokenizerFingerprint();

    /** Width d of the rows a tag must have. */
    int width();

    /** Layers L of the model, each of which a tag may have values of its own for. */
    int layers();

    /**
     * Tokenises the data of one span and cuts it to the limit of its domain.
     *
     * @throws UntokenizableTextException if the text holds a character the tokenizer has no token for
     */
    SpanText tokenize(String domain, String text);

    /**
     * Lays tasks out for {@link PreparedBatch#score}. May be called from another thread while an earlier batch is scored; batches
     * are scored in the order in which they were prepared, or closed; but the halves of one that failed, and one that is laid out anew
     * for other tags, may go before one that was prepared meanwhile.
     */
    PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags);

    /**
     * Scores each task with the function tag it names. Every task's function must be in {@code tags}, with the
     * domain tags of its template, and the task must hold data for each of them.
     *
     * @throws DeviceMemoryException if the batch does not fit into the device's memory; a smaller one may
     * @throws EngineException if the batch failed for another reason
     */
    default List<Score> score(List<ScoringTask> tasks, TagSet tags) {
        try (PreparedBatch batch = prepare(tasks, tags)) {
            return batch.score();
        }
    }

    /** What it has done since it was opened; may be asked from any thread. */
    default EngineFigures figures() {
        return EngineFigures.NONE;
    }

    @Override
    void close();
}
