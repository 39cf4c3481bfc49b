package dev.tagstream.client.files;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.tags.text.ShortLine;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The molecules of a library file in its order, streamed: .smi (SMILES, blank, id) or .csv (columns by name), each also
 * .gz.
 *
 * <p>A row that can't be used is told to the listener with file, line and reason, and skipped: no SMILES, an id that an
 * earlier row has, a broken form. Whether a SMILES is chemistry is for the processor to say. A row without an id gets
 * {@code line-N}. A file that can't be used at all is an {@link UnusableInputException}.
 */
public final class LibraryReader implements Closeable {
    private static final List<String> SMI = List.of(".smi", ".smiles", ".ism", ".cxsmiles");
    private static final List<String> CSV = List.of(".csv", ".tsv");

    private final String name;
    private final RowSource rows;
    private final Consumer<RowProblem> problems;
    private final IdSet ids = new IdSet();

    private LibraryReader(String name, RowSource rows, Consumer<RowProblem> problems) {
        this.name = name;
        this.rows = rows;
        this.problems = problems;
    }

    /**
     * Opens a library by the ending of its name.
     *
     * @param smilesColumn name of the column with SMILES in a .csv, where it is not found by itself
     * @param idColumn name of the column with ids in a .csv, where it is not found by itself
     * @param problems told of each skipped row
     */
    public static LibraryReader open(
            Path file, Optional<String> smilesColumn, Optional<String> idColumn, Consumer<RowProblem> problems) {
        String name = file.toString();
        String plain = name.toLowerCase(Locale.ROOT);
        String ending = plain.endsWith(".gz") ? plain.substring(0, plain.length() - 3) : plain;
        if (SMI.stream().anyMatch(ending::endsWith)) {
            return new LibraryReader(name, SmiSource.open(file), problems);
        }
        if (CSV.stream().anyMatch(ending::endsWith)) {
            return new LibraryReader(name, CsvSource.open(file, smilesColumn, idColumn), problems);
        }
        throw new UnusableInputException(
                "%s is no library that can be read: its name must end in .smi or .csv, or either with .gz."
                        .formatted(name));
    }

    /** The next usable row, or null after the last. */
    public @Nullable LibraryRow next() {
        for (RawRow raw = rows.next(); raw != null; raw = rows.next()) {
            Optional<RowProblem> problem = check(raw);
            if (problem.isEmpty()) {
                return new LibraryRow(raw.line(), raw.id(), raw.smiles());
            }
            problems.accept(problem.get());
        }
        return null;
    }

    private Optional<RowProblem> check(RawRow raw) {
        if (raw.problem() != null) {
            return Optional.of(new RowProblem(name, raw.line(), raw.problem(), raw.detail()));
        }
        if (raw.smiles().isEmpty()) {
            return problem(raw, RowReason.EMPTY_SMILES, "row %s has no SMILES".formatted(ShortLine.value(raw.id())));
        }
        if ((raw.id() + raw.smiles()).indexOf(LineReader.NOT_UTF8) >= 0) {
            return problem(raw, RowReason.NOT_UTF8, "the row holds bytes that are not UTF-8");
        }
        if (raw.id().length() > IntakeLimits.ID_LENGTH) {
            return problem(
                    raw,
                    RowReason.ID_TOO_LONG,
                    "id %s has %,d characters, allowed are %d"
                            .formatted(ShortLine.value(raw.id()), raw.id().length(), IntakeLimits.ID_LENGTH));
        }
        long first = ids.firstLine(raw.id(), raw.line());
        return first == 0
                ? Optional.empty()
                : problem(raw, RowReason.DUPLICATE_ID, "id %s stands at line %d already".formatted(raw.id(), first));
    }

    private Optional<RowProblem> problem(RawRow raw, RowReason reason, String detail) {
        return Optional.of(new RowProblem(name, raw.line(), reason, detail));
    }

    @Override
    public void close() {
        rows.close();
    }

    /** A row as it stands in the file; with {@code problem} set, nothing else of it counts but the line. */
    record RawRow(
            long line, String id, String smiles, @Nullable RowReason problem, String detail) {
        static RawRow of(long line, String id, String smiles) {
            return new RawRow(line, id.isEmpty() ? "line-" + line : id, smiles, null, "");
        }

        static RawRow broken(long line, RowReason problem, String detail) {
            return new RawRow(line, "", "", problem, detail);
        }
    }

    /** One of the two file formats. */
    interface RowSource extends Closeable {
        @Nullable RawRow next();

        @Override
        void close();
    }
}
