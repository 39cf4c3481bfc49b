package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.FastaReader;
import dev.tagstream.cli.io.LibraryReader;
import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a bench scores: every compound against every target. */
record BenchWorkload(Kind kind, List<LibraryRow> compounds, List<Target> targets) {
    enum Kind {
        LIBRARY,
        PANEL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static BenchWorkload read(
            Kind kind,
            Optional<Path> library,
            Optional<Path> targetsFasta,
            Optional<Integer> compounds,
            Optional<Integer> targets)
            throws IOException {
        try (DemoFolder examples = DemoFolder.create()) {
            Path molecules = library.isPresent() ? library.get() : examples.molecules();
            Path proteins = targetsFasta.isPresent() ? targetsFasta.get() : examples.targets();
            return new BenchWorkload(
                    kind,
                    first("compounds", rows(molecules, compounds.orElse(Integer.MAX_VALUE)), compounds),
                    first(
                            "targets",
                            FastaReader.read(proteins),
                            kind == Kind.LIBRARY ? Optional.of(targets.orElse(1)) : targets));
        }
    }

    private static List<LibraryRow> rows(Path library, int most) {
        List<LibraryRow> rows = new ArrayList<>();
        try (LibraryReader reader = LibraryReader.open(library, Optional.empty(), Optional.empty(), problem -> {})) {
            for (LibraryRow row = reader.next(); row != null && rows.size() < most; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static <T> List<T> first(String what, List<T> all, Optional<Integer> count) {
        int wanted = count.orElse(all.size());
        if (wanted < 1 || wanted > all.size()) {
            throw new VerbFailedException(
                    "%,d %s are asked for, the file has %,d.".formatted(wanted, what, all.size()));
        }
        return all.subList(0, wanted);
    }

    int pairs() {
        return Math.multiplyExact(compounds.size(), targets.size());
    }

    /** Its first compounds, with as many pairs as asked for or a few more. */
    BenchWorkload head(int pairs) {
        int rows = Math.min(compounds.size(), (pairs + targets.size() - 1) / targets.size());
        return new BenchWorkload(kind, compounds.subList(0, rows), targets);
    }
}
