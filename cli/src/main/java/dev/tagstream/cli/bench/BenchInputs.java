package dev.tagstream.cli.bench;

import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what a bench works on: the examples, or files of one's own. */
public final class BenchInputs {
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
            description =
                    "The first M proteins. Default: 1 for a library, else all; unrelated pairs shuffle more out of them.")
    Optional<Integer> targets = Optional.empty();

    @Option(
            names = "--residues",
            paramLabel = "L",
            description = "Cut proteins to L residues, or lengthen them with shuffled copies of themselves.")
    Optional<Integer> residues = Optional.empty();

    /** The molecules asked for, and all proteins of the file. */
    public BenchTexts read() throws IOException {
        try (DemoFolder examples = DemoFolder.create()) {
            return new BenchTexts(
                    compounds(library.isPresent() ? library.get() : examples.molecules()),
                    FastaReader.read(targetsFasta.isPresent() ? targetsFasta.get() : examples.targets()));
        }
    }

    private List<LibraryRow> compounds(Path file) {
        int wanted = compounds.orElse(Integer.MAX_VALUE);
        List<LibraryRow> rows = new ArrayList<>();
        try (LibraryReader reader = LibraryReader.open(file, Optional.empty(), Optional.empty(), problem -> {})) {
            for (LibraryRow row = reader.next(); row != null && rows.size() < wanted; row = reader.next()) {
                rows.add(row);
            }
        }
        if (compounds.isPresent()) {
            requireCount("compounds", wanted, rows.size());
        }
        return rows;
    }

    /** The molecules with as many of the proteins as {@code kind} has, more of them shuffled where each pair has its own. */
    public BenchTexts meeting(PairPlan.Kind kind, BenchTexts usable) {
        boolean library = kind == PairPlan.Kind.LIBRARY;
        int have = usable.targets().size();
        int first = targets.orElse(library ? 1 : have);
        if (library && first != 1) {
            throw new TagstreamException(
                    "A library meets one target; with --targets %d it is a panel.".formatted(first));
        }
        requireCount("targets", first, have);
        TargetPool pool = new TargetPool(usable.targets().subList(0, first));
        List<Target> chosen = pool.take(kind.unrelated() ? usable.compounds().size() : first);
        return new BenchTexts(
                usable.compounds(),
                chosen.stream()
                        .map(target -> residues.isPresent() ? pool.ofLength(target, residues.get()) : target)
                        .toList());
    }

    /** Throws {@link TagstreamException} unless {@code wanted} of what there is can be had. */
    private static void requireCount(String what, int wanted, int have) {
        if (wanted < 1 || wanted > have) {
            throw new TagstreamException("--%s asks for %,d, and there are %,d.".formatted(what, wanted, have));
        }
    }
}
