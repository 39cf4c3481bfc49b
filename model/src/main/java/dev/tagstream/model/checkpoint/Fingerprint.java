package dev.tagstream.model.checkpoint;

import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 names of what a tag depends on, lower-case hexadecimal.
 *
 * <p>A model's fingerprint covers its architecture and, of every tensor, name, type, shape and up to {@value #BLOCKS} evenly
 * spaced blocks of {@value #BLOCK_BYTES} bytes (all of it where it is smaller), so that a 13 GB checkpoint is named in a
 * second and small ones exactly.
 *
 * <p>Published tags name their model by it, so a model's fingerprint must never change. The architecture therefore goes in as a list
 * of named values that is written out here, in the words and the order that tags were first published with, whatever the
 * configuration's own names become. A value that a later version adds follows the others, and only where it is not the default: models
 * that existed before have the default, and keep their fingerprint.
 */
public final class Fingerprint {
    private static final int BLOCKS = 64;
    private static final int BLOCK_BYTES = 4096;

    private Fingerprint() {}

    public static String ofModel(Checkpoint checkpoint) {
        MessageDigest digest = Sha256.digest();
        digest.update(architecture(checkpoint.config()).getBytes(StandardCharsets.UTF_8));
        for (TensorSlice tensor : checkpoint.tensors().values()) {
            digest.update("%s %s %s"
                    .formatted(tensor.name(), tensor.type(), tensor.shape())
                    .getBytes(StandardCharsets.UTF_8));
            long bytes = tensor.end() - tensor.begin();
            long blocks = Math.min(BLOCKS, (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
            for (long i = 0; i < blocks; i++) {
                long at = blocks == 1 ? 0 : (bytes - Math.min(bytes, BLOCK_BYTES)) * i / (blocks - 1);
                digest.update(tensor.readBytes(tensor.begin() + at, (int) Math.min(BLOCK_BYTES, bytes - at)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String architecture(LlamaConfig config) {
        RotaryEmbedding rotary = config.rotary();
        return new Values("LlamaConfig")
                .add("hiddenSize", config.hiddenSize())
                .add("layers", config.layers())
                .add("heads", config.heads())
                .add("keyValueHeads", config.keyValueHeads())
                .add("headDim", config.headDim())
                .add("intermediateSize", config.intermediateSize())
                .add("vocabularySize", config.vocabularySize())
                .add("normEpsilon", config.normEpsilon())
                .add(
                        "rotary",
                        new Values("RotaryEmbedding")
                                .add("theta", rotary.theta())
                                .add("scaling", scaling(rotary.scaling()))
                                .add("headDim", rotary.headDim()))
                .add("maxPositions", config.maxPositions())
                .add("tiedEmbeddings", config.tiedEmbeddings())
                .add("attentionBias", config.attentionBias())
                .add("mlpBias", config.mlpBias())
                .add("bosTokenId", config.bosTokenId())
                .toString();
    }

    private static Values scaling(RotaryEmbedding.Scaling scaling) {
        if (scaling instanceof RotaryEmbedding.Scaling.Linear linear) {
            return new Values("Linear").add("factor", linear.factor());
        }
        if (scaling instanceof RotaryEmbedding.Scaling.Llama3 llama3) {
            return new Values("Llama3")
                    .add("factor", llama3.factor())
                    .add("lowFrequencyFactor", llama3.lowFrequencyFactor())
                    .add("highFrequencyFactor", llama3.highFrequencyFactor())
                    .add("originalPositions", llama3.originalPositions());
        }
        return new Values("None");
    }

    /** Named values in the order in which they are added: {@code Name[first=1, second=2.0]}. */
    private static final class Values {
        private final String name;
        private final List<String> values = new ArrayList<>();

        Values(String name) {
            this.name = name;
        }

        Values add(String key, Object value) {
            values.add(key + "=" + value);
            return this;
        }

        @Override
        public String toString() {
            return name + "[" + String.join(", ", values) + "]";
        }
    }

    public static String ofFile(Path file) {
        try {
            return Sha256.hex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException("%s: can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
