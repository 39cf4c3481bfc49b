package dev.tagstream.bench.micro;

import dev.tagstream.schemas.ScreeningRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The command's own examples: molecules, a kinase domain, and a tokenizer. */
public final class Examples {
    private Examples() {}

    /** 1,536 SMILES. */
    public static List<String> molecules() {
        return text("/examples/library.smi")
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** A kinase domain of some 290 residues. */
    public static String protein() {
        return text("/examples/targets.fasta").lines().skip(1).findFirst().orElseThrow();
    }

    /** A request as `screen` sends it. */
    public static ScreeningRequest request(int number, String smiles) {
        return ScreeningRequest.newBuilder()
                .setRequestId("campaign-1/MINI-%05d/ABL1".formatted(number))
                .setLibraryId("campaign-1")
                .setLibraryRequests(1536L)
                .setCompoundId("MINI-%05d".formatted(number))
                .setSmiles(smiles)
                .setTargetId("ABL1")
                .setProtein(protein())
                .setFunctions(List.of("BindingAffinity"))
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    /** A tokenizer.json of single characters, on disk until the process ends. */
    public static Path tokenizerFile() {
        try {
            Path file = Files.createTempFile("tokenizer-", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text("/mini-llama/tokenizer.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Examples.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
