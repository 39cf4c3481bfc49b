package dev.tagstream.client.feedback;

import dev.tagstream.client.files.AssayColumn;
import dev.tagstream.client.files.AssayRow;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes results of rows: finds the function, checks molecule and protein as a processor's intake does, converts the value. */
public final class FeedbackJudge {
    /**
     * What holds for rows that do not say it themselves.
     *
     * @param sameScale why quantities that differ are taken for one another; absent where they are not
     * @param now stands for the time of rows without one
     */
    public record Defaults(
            Optional<String> function, Optional<String> unit, Optional<String> sameScale, String source, Instant now) {}

    /**
     * A row that can be sent.
     *
     * @param pair equal for rows of the same function, molecule and protein
     */
    public record Accepted(long line, AssayResult result, String pair) {}

    /** Molecule and protein of a row as they are sent, and the molecule in a form that can be compared. */
    private record Texts(
            Optional<String> smiles, Optional<String> identity, Optional<String> targetId, Optional<String> protein) {
        String pair(String function) {
            return RequestId.of(
                    function, identity.orElse(""), protein.or(() -> targetId).orElse(""));
        }
    }

    private final FunctionCatalogue functions;
    private final Map<String, Target> targets;
    private final Defaults defaults;
    private final ResultIds ids = new ResultIds();
    private final Map<String, Optional<FunctionSpec>> specs = new HashMap<>();
    private final CompoundCheck check = new CompoundCheck();
    private final MoleculeIdentity identity = new MoleculeIdentity();

    /** @param targets proteins by id; empty where rows hold the sequences themselves */
    public FeedbackJudge(FunctionCatalogue functions, Map<String, Target> targets, Defaults defaults) {
        this.functions = functions;
        this.targets = targets;
        this.defaults = defaults;
    }

    public Accepted judge(AssayRow row) throws RefusedRowException {
        if (row.cell(AssayColumn.VALUE).isEmpty()) {
            throw new RefusedRowException(RowReason.NO_VALUE, "no value");
        }
        FunctionSpec spec = function(row);
        Texts texts = texts(row, spec);
        Measured measured = spec.task() == Task.CLASSIFICATION ? measuredClass(row, spec) : number(row, spec);
        Optional<String> time = row.cell(AssayColumn.MEASURED_AT);
        Instant measuredAt = time.isPresent() ? AssayTime.read(time.get()) : defaults.now();
        String pair = texts.pair(spec.name());
        AssayResult result = AssayResult.newBuilder()
                .setResultId(ids.of(row, pair))
                .setLibraryId(row.cell(AssayColumn.LIBRARY_ID).orElse(null))
                .setCompoundId(row.cell(AssayColumn.COMPOUND_ID)
                        .or(texts::identity)
                        .or(texts::targetId)
                        .orElse("line-" + row.line()))
                .setSmiles(texts.smiles().orElse(null))
                .setTargetId(texts.targetId().orElse(null))
                .setProtein(texts.protein().orElse(null))
                .setFunction(spec.name())
                .setRelation(measured.relation())
                .setValue(measured.value())
                .setUnit(spec.unit())
                .setSource(source(row, spec))
                .setMeasuredAt(measuredAt)
                .build();
        return new Accepted(row.line(), result, pair);
    }

    private FunctionSpec function(AssayRow row) throws RefusedRowException {
        Optional<String> name = row.cell(AssayColumn.FUNCTION).or(defaults::function);
        if (name.isEmpty()) {
            throw new RefusedRowException(RowReason.NO_FUNCTION, "no function; name it in a column or with --function");
        }
        Optional<FunctionSpec> spec = specs.computeIfAbsent(name.get(), functions::spec);
        if (spec.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.UNKNOWN_FUNCTION,
                    "there is no function %s; `tagstream tags create` declares one".formatted(name.get()));
        }
        return spec.get();
    }

    private Texts texts(AssayRow row, FunctionSpec spec) throws RefusedRowException {
        List<String> domains = spec.template().domains();
        Optional<String> smiles = row.cell(AssayColumn.SMILES);
        if (domains.contains(Domain.SMILES.name()) && smiles.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.MISSING_MOLECULE, "%s takes a molecule, and there is no SMILES".formatted(spec.name()));
        }
        Optional<Target> target = target(row);
        Optional<String> protein = target.map(Target::residues).or(() -> residues(row));
        if (domains.contains(Domain.PROTEIN.name()) && protein.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.MISSING_PROTEIN,
                    "%s takes a protein: give its sequence, or its id and --targets FASTA".formatted(spec.name()));
        }
        checkThatRowsHoldAll(spec);
        Optional<String> targetId = target.map(Target::id).or(() -> row.cell(AssayColumn.TARGET_ID));
        checkData(row, smiles, targetId, protein);
        return new Texts(smiles, smiles.map(identity::of), targetId, protein);
    }

    /** A row has one molecule and one protein. */
    private static void checkThatRowsHoldAll(FunctionSpec spec) throws RefusedRowException {
        List<String> missing = new ArrayList<>(spec.template().domains());
        missing.remove(Domain.SMILES.name());
        missing.remove(Domain.PROTEIN.name());
        if (!missing.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.MISSING_DATA,
                    "%s takes {%s} beside one molecule and one protein, which no column holds; a program can send it (docs/client.md)"
                            .formatted(spec.name(), missing.get(0)));
        }
    }

    /** The protein that the row names by id, in the column of ids or in the one of sequences. */
    private Optional<Target> target(AssayRow row) throws RefusedRowException {
        Optional<String> id = row.cell(AssayColumn.TARGET_ID);
        Optional<String> written = row.cell(AssayColumn.PROTEIN);
        Optional<Target> found = written.or(() -> id).map(targets::get);
        if (found.isEmpty() && written.isEmpty() && id.isPresent() && !targets.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.UNKNOWN_TARGET, "no target %s in the FASTA file".formatted(id.get()));
        }
        return found;
    }

    private static Optional<String> residues(AssayRow row) {
        return row.cell(AssayColumn.PROTEIN)
                .map(text -> text.replaceAll("\\s+", "").toUpperCase(Locale.ROOT));
    }

    private void checkData(AssayRow row, Optional<String> smiles, Optional<String> targetId, Optional<String> protein)
            throws RefusedRowException {
        Validation<ScreeningRequest> validation =
                check.judge(row.cell(AssayColumn.COMPOUND_ID), smiles, targetId, protein);
        if (validation instanceof Validation.Rejected<ScreeningRequest> refused) {
            throw new RefusedRowException(RowReason.BAD_COMPOUND, refused.message());
        }
    }

    private Measured number(AssayRow row, FunctionSpec spec) throws RefusedRowException {
        Measured measured = MeasuredText.read(
                row.cell(AssayColumn.VALUE).orElse(""),
                row.cell(AssayColumn.RELATION).orElse(""));
        Optional<String> unit = row.cell(AssayColumn.UNIT).or(defaults::unit);
        if (unit.isEmpty()) {
            throw new RefusedRowException(
                    RowReason.NO_UNIT,
                    "no unit; name it in a column or with --unit (%s is in %s)".formatted(spec.name(), spec.unit()));
        }
        UnitConversion conversion = new UnitConversion(
                AssayUnit.parse(spec.unit()), defaults.sameScale().isPresent());
        return conversion.convert(measured, AssayUnit.parse(unit.get()), quantity(row));
    }

    private static Optional<String> quantity(AssayRow row) {
        return row.cell(AssayColumn.QUANTITY).map(text -> AssayUnit.quantityNamed(text)
                .or(() -> AssayUnit.parse(text).quantity())
                .orElse(text));
    }

    /** A class by its name, or by its number from 0. */
    private static Measured measuredClass(AssayRow row, FunctionSpec spec) throws RefusedRowException {
        String text = row.cell(AssayColumn.VALUE).orElse("");
        String relation = row.cell(AssayColumn.RELATION).orElse("=");
        if (!relation.equals("=")) {
            throw new RefusedRowException(
                    RowReason.BAD_RELATION, "relation \"%s\" says nothing of a class".formatted(relation));
        }
        for (int i = 0; i < spec.classes().size(); i++) {
            if (spec.classes().get(i).equalsIgnoreCase(text)) {
                return new Measured(i, Relation.EQUAL);
            }
        }
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) < spec.classes().size()) {
            return new Measured(Integer.parseInt(text), Relation.EQUAL);
        }
        throw new RefusedRowException(
                RowReason.BAD_VALUE,
                "\"%s\" is no class of %s, which has %s"
                        .formatted(text, spec.name(), String.join(", ", spec.classes())));
    }

    private String source(AssayRow row, FunctionSpec spec) {
        String source = row.cell(AssayColumn.SOURCE).orElse(defaults.source());
        Optional<String> measured = row.cell(AssayColumn.UNIT)
                .or(defaults::unit)
                .flatMap(unit -> quantity(row).or(() -> AssayUnit.parse(unit).quantity()));
        Optional<String> wanted = AssayUnit.parse(spec.unit()).quantity();
        boolean taken = measured.isPresent() && wanted.isPresent() && !measured.equals(wanted);
        return taken
                ? "%s; %s taken for %s: %s"
                        .formatted(
                                source,
                                measured.get(),
                                wanted.get(),
                                defaults.sameScale().orElse(""))
                : source;
    }
}
