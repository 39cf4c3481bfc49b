package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.FastaReader;
import dev.tagstream.cli.io.LibraryReader;
import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what a bench works on: the examples, or files of one's own. */
final class BenchInputs {
    @Option(
            names = "--library",
            paramLabel = "FILE",
            description = "Molecules, .smi or .csv, each also .gz. Default: the example library of 1,536.")
    Optional<Path> library = Optional.empty();

    @Option(
            names = "--targets-fasta",
            paramLabel = "FASTA",
            description = "Proteins. Default: the five example kinase domains.")
    Optional<Path> targetsFasta = Optional.empty();

    @Option(names = "--compounds", paramLabel = "N", description = "The first N molecules. Default: all.")
    Optional<Integer> compounds = Optional.empty();

    @Option(
            names = "--targets",
            paramLabel = "M",
            description = "The first M proteins. Default: as the workload has it.")
    Optional<Integer> targets = Optional.empty();

    /** The molecules asked for. */
    List<LibraryRow> readCompounds() throws IOException {
        int wanted = compounds.orElse(Integer.MAX_VALUE);
        List<LibraryRow> rows = new ArrayList<>();
        try (DemoFolder examples = DemoFolder.create();
                LibraryReader reader = LibraryReader.open(
                        library.isPresent() ? library.get() : examples.molecules(),
                        Optional.empty(),
                        Optional.empty(),
                        problem -> {})) {
            for (LibraryRow row = reader.next(); row != null && rows.size() < wanted; row = reader.next()) {
                rows.add(row);
            }
        }
        if (compounds.isPresent()) {
            requireCount("compounds", wanted, rows.size());
        }
        return rows;
    }

    /** All proteins of the file. */
    List<Target> readTargets() throws IOException {
        try (DemoFolder examples = DemoFolder.create()) {
            return FastaReader.read(targetsFasta.isPresent() ? targetsFasta.get() : examples.targets());
        }
    }

    /** Throws {@link VerbFailedException} unless {@code wanted} of what there is can be had. */
    static void requireCount(String what, int wanted, int have) {
        if (wanted < 1 || wanted > have) {
            throw new VerbFailedException("--%s asks for %,d, and there are %,d.".formatted(what, wanted, have));
        }
    }
}
