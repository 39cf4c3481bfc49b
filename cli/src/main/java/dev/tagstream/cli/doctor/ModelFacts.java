package dev.tagstream.cli.doctor;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.TensorSlice;
import java.nio.file.Path;

/**
 * What tags depend on in a model folder, read without loading its weights.
 *
 * @param parameters numbers in all weights
 */
public record ModelFacts(LlamaConfig config, String fingerprint, String tokenizerFingerprint, long parameters) {
    /** Throws {@link CheckpointException} with a sentence for a person if it can't be used. */
    public static ModelFacts read(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        try (Tokenizer tokenizer = Tokenizer.open(checkpoint.tokenizerFile())) {
            return new ModelFacts(
                    checkpoint.config(),
                    Fingerprint.ofModel(checkpoint),
                    tokenizer.fingerprint(),
                    checkpoint.tensors().values().stream()
                            .mapToLong(TensorSlice::elements)
                            .sum());
        }
    }
}
