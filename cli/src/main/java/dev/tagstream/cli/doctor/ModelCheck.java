package dev.tagstream.cli.doctor;

import dev.tagstream.tags.file.CheckpointException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks at a model folder.
 *
 * @param facts empty where it can't be used
 */
public record ModelCheck(Finding finding, Optional<ModelFacts> facts) {
    private static final String CHECK = "model";
    private static final int BRIEF = 12;

    public static ModelCheck look(Path folder) {
        try {
            ModelFacts facts = ModelFacts.read(folder);
            return new ModelCheck(
                    Finding.ok(
                            CHECK,
                            String.format(
                                    Locale.ROOT,
                                    "%s: %,d parameters in %d layers, %,d positions, fingerprint %s",
                                    folder,
                                    facts.parameters(),
                                    facts.config().layers(),
                                    facts.config().maxPositions(),
                                    facts.fingerprint().substring(0, BRIEF))),
                    Optional.of(facts));
        } catch (CheckpointException | UncheckedIOException e) {
            return new ModelCheck(
                    Finding.wrong(
                            CHECK,
                            String.valueOf(e.getMessage()),
                            "Let --model or model.dir name a folder of a LLaMA checkpoint that this user may read."),
                    Optional.empty());
        }
    }
}
