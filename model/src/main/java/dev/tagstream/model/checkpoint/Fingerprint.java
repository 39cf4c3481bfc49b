package dev.tagstream.model.checkpoint;

import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.TensorSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 names of what a tag depends on, lower-case hexadecimal.
 *
 * <p>A model's fingerprint covers its architecture and, of every tensor, name, type, shape and up to {@value #BLOCKS} evenly
 * spaced blocks of {@value #BLOCK_BYTES} bytes (all of it where it is smaller), so that a 13 GB checkpoint is named in a
 * second and small ones exactly.
 */
public final class Fingerprint {
    private static final int BLOCKS = 64;
    private static final int BLOCK_BYTES = 4096;

    private Fingerprint() {}

    public static String ofModel(Checkpoint checkpoint) {
        MessageDigest digest = sha256();
        digest.update(checkpoint.config().toString().getBytes(StandardCharsets.UTF_8));
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

    public static String ofFile(Path file) {
        try {
            return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new CheckpointException("%s: can't be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
