package dev.tagstream.client.files;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV of pairs, streamed: columns {@code smiles} and {@code protein} (or {@code target}), at least one of
 * them; {@code id} and {@code target_id} where it has them.
 *
 * <p>With targets from a FASTA file, the protein column holds their ids in place of sequences. Rows of a broken form are
 * told to the listener and skipped; an empty cell is an absent value.
 */
public final class PairsReader implements Closeable {
    private final String name;
    private final CsvRows rows;
    private final OptionalInt smiles;
    private final OptionalInt protein;
    private final OptionalInt compoundId;
    private final OptionalInt targetId;
    private final Map<String, Target> targets;
    private final Consumer<RowProblem> problems;

    private PairsReader(String name, CsvRows rows, Map<String, Target> targets, Consumer<RowProblem> problems) {
        this.name = name;
        this.rows = rows;
        this.targets = targets;
        this.problems = problems;
        CsvColumns columns = rows.columns();
        this.smiles = columns.find(Optional.empty(), CsvColumns.SMILES);
        this.compoundId = columns.find(Optional.empty(), CsvColumns.COMPOUND_ID);
        this.targetId = columns.find(Optional.empty(), CsvColumns.TARGET_ID);
        OptionalInt named = columns.find(Optional.empty(), CsvColumns.PROTEIN);
        this.protein = named.isEmpty() && !targets.isEmpty() ? targetId : named;
        if (smiles.isEmpty() && protein.isEmpty()) {
            columns.require(Optional.empty(), CsvColumns.SMILES, "SMILES, nor one for proteins", "Rename one of them.");
        }
    }

    /**
     * Opens a CSV of pairs.
     *
     * @param targets by id; empty where the file holds the sequences themselves
     */
    public static PairsReader open(Path file, Map<String, Target> targets, Consumer<RowProblem> problems) {
        CsvRows rows = CsvRows.open(file);
        try {
            return new PairsReader(file.toString(), rows, targets, problems);
        } catch (UnusableInputException e) {
            rows.close();
            throw e;
        }
    }

    /** The next usable row, or null after the last. */
    public @Nullable PairRow next() {
        for (CsvRecord record = rows.next(); record != null; record = rows.next()) {
            Optional<RowProblem> problem = check(record);
            if (problem.isEmpty()) {
                return row(record);
            }
            problems.accept(problem.get());
        }
        return null;
    }

    private Optional<RowProblem> check(CsvRecord record) {
        RowReason reason = record.problem();
        String target = reason == null ? CsvRows.field(record, protein) : "";
        if (reason != null) {
            return Optional.of(new RowProblem(name, record.line(), reason, rows.detail(record, reason)));
        }
        if (!targets.isEmpty() && !target.isEmpty() && !targets.containsKey(target)) {
            return Optional.of(new RowProblem(
                    name, record.line(), RowReason.UNKNOWN_TARGET, "no target %s in the FASTA file".formatted(target)));
        }
        return Optional.empty();
    }

    private PairRow row(CsvRecord record) {
        String id = CsvRows.field(record, compoundId);
        Optional<String> written = present(CsvRows.field(record, protein));
        Optional<Target> target = written.flatMap(text -> Optional.ofNullable(targets.get(text)));
        return new PairRow(
                record.line(),
                id.isEmpty() ? "line-" + record.line() : id,
                present(CsvRows.field(record, smiles)),
                target.map(Target::id).or(() -> present(CsvRows.field(record, targetId))),
                target.map(Target::residues).or(() -> written));
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public void close() {
        rows.close();
    }
}
