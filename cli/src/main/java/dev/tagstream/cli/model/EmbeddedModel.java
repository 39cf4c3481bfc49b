package dev.tagstream.cli.model;

import dev.tagstream.tags.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * mini-llama with its trained tags, the model of every command that names none. The engine maps weights from files, so the
 * resources are unpacked once into the user's cache folder, under a name that changes with their content.
 */
public final class EmbeddedModel {
    private static final List<String> FILES = List.of(
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "generation_config.json",
            "domain-tags.safetensors",
            "function-tags.safetensors",
            "tags.json");
    private static final int NAME_DIGITS = 16;

    private EmbeddedModel() {}

    /** The folder of the unpacked checkpoint and its tags. */
    public static Path folder() {
        return unpackInto(cacheFolder());
    }

    /** Unpacks under {@code parent} unless that was done before; safe when several processes do it at once. */
    static Path unpackInto(Path parent) {
        try {
            Path folder = parent.resolve("mini-llama-" + contentName());
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(parent);
                Path unfinished = Files.createTempDirectory(parent, "unpacking-");
                for (String file : FILES) {
                    Files.write(unfinished.resolve(file), resource(file));
                }
                moveIntoPlace(unfinished, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "can't unpack the embedded model under %s: %s; set XDG_CACHE_HOME to a folder with 10 MB free"
                            .formatted(parent, e.getMessage()),
                    e);
        }
    }

    private static Path cacheFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("tagstream");
    }

    private static void moveIntoPlace(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteRecursively(unfinished);
            if (!Files.isDirectory(folder)) { // another process was not faster: a real failure
                throw e;
            }
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String contentName() throws IOException {
        MessageDigest digest = Sha256.digest();
        for (String file : FILES) {
            digest.update(resource(file));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = EmbeddedModel.class.getResourceAsStream("/mini-llama/" + file)) {
            if (in == null) {
                throw new IllegalStateException("mini-llama/" + file + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }
}
