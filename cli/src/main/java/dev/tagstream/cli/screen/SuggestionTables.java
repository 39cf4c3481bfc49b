package dev.tagstream.cli.screen;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.files.AssayColumn;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestTexts;
import dev.tagstream.client.suggest.DiversePicks.Pick;
import dev.tagstream.tags.FunctionSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What to measure next, for a person and for the laboratory. */
final class SuggestionTables {
    private static final List<String> HEADER = List.of(
            "rank",
            AssayColumn.LIBRARY_ID.key(),
            AssayColumn.COMPOUND_ID.key(),
            AssayColumn.SMILES.key(),
            AssayColumn.TARGET_ID.key(),
            AssayColumn.FUNCTION.key(),
            AssayColumn.RELATION.key(),
            AssayColumn.VALUE.key(),
            AssayColumn.UNIT.key(),
            AssayColumn.MEASURED_AT.key(),
            "predicted",
            "standard_deviation",
            "worth",
            "novelty",
            AssayColumn.PROTEIN.key());

    private SuggestionTables() {}

    static Table table(List<Pick<Outcome.Predicted>> picks) {
        Table table = new Table(List.of(
                Column.count("rank", "RANK"),
                Column.text("compoundId", "COMPOUND"),
                Column.text("targetId", "TARGET"),
                Column.decimal("predicted", "PREDICTED", 3),
                Column.decimal("standardDeviation", "DEVIATION", 3),
                Column.decimal("worth", "WORTH", 3),
                Column.decimal("novelty", "NOVELTY", 2),
                Column.text("canonicalSmiles", "SMILES")));
        int rank = 0;
        for (Pick<Outcome.Predicted> pick : picks) {
            Outcome.Predicted prediction = pick.item();
            table.row(Arrays.asList(
                    ++rank,
                    prediction.compoundId(),
                    prediction.targetId(),
                    prediction.value(),
                    prediction.standardDeviation(),
                    pick.worth(),
                    pick.novelty(),
                    prediction.canonicalSmiles()));
        }
        return table;
    }

    /**
     * Writes the list that comes back with values filled in, under the names that feedback looks for.
     *
     * @return whether every protein is in it
     */
    static boolean write(
            Path file,
            String libraryId,
            FunctionSpec function,
            List<Pick<Outcome.Predicted>> picks,
            RequestTexts texts) {
        boolean whole = true;
        try (CsvTable table = CsvTable.create(file, HEADER)) {
            for (Pick<Outcome.Predicted> pick : picks) {
                Outcome.Predicted prediction = pick.item();
                Optional<String> protein = texts.protein(Optional.ofNullable(prediction.targetId()));
                whole &= protein.isPresent() || prediction.targetId() == null;
                table.row(Arrays.asList(
                        table.rows() + 1,
                        libraryId,
                        prediction.compoundId(),
                        texts.smiles(prediction.requestId()).orElse(prediction.canonicalSmiles()),
                        prediction.targetId(),
                        function.name(),
                        null,
                        null,
                        function.unit(),
                        null,
                        prediction.value(),
                        prediction.standardDeviation(),
                        pick.worth(),
                        pick.novelty(),
                        protein.orElse(null)));
            }
            table.commit();
        }
        return whole;
    }
}
