package dev.tagstream.trainer.intake;

import dev.tagstream.common.intake.Identifiers;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.InvalidRecordException;
import dev.tagstream.common.intake.MoleculeReader;
import dev.tagstream.common.intake.RecordData;
import dev.tagstream.common.intake.RecordReader;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.Residues;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.Relation;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.functions.TaughtFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and validates results, so that none that is let pass can spoil a round: a bad one is a
 * {@link Validation.Rejected}, never an exception. An exception means that something outside the record failed, such as the
 * registry, and that the record must be read again.
 *
 * <p>Keeps a parser, so each stream task has its own.
 */
public final class ResultIntake {
    private final RecordReader<AssayResult> results;
    private final IntakeLimits limits;
    private final int maxRecordBytes;
    private final MoleculeReader molecules;
    private final MoleculeReader further; // by itself, since each remembers one molecule
    private final Functions functions;
    private final SpanTokenizer tokenizer;

    /** @param scorer asked to tokenise only */
    public ResultIntake(
            Deserializer<AssayResult> deserializer,
            IntakeLimits limits,
            int maxRecordBytes,
            Functions functions,
            Scorer scorer) {
        this.results = new RecordReader<>(deserializer);
        this.limits = limits;
        this.maxRecordBytes = maxRecordBytes;
        this.molecules = new MoleculeReader(limits.smilesLength());
        this.further = new MoleculeReader(limits.smilesLength());
        this.functions = functions;
        this.tokenizer = new SpanTokenizer(scorer);
    }

    /**
     * Judges one record.
     *
     * @throws dev.tagstream.schemas.RegistryUnavailableException if the registry gives no answer on the record's schema
     */
    public Validation<AssayResult> accept(SourceRecord source) {
        AssayResult result = null;
        try {
            source.checkSize(maxRecordBytes);
            result = results.read(source);
            checkIds(result);
            checkKey(source.key(), result);
            checkValue(result);
            String smiles = result.getSmiles();
            String canonicalSmiles = smiles == null ? null : molecules.canonical(smiles);
            List<DomainData> canonicalData = RecordData.canonical(result.getData(), limits, further);
            checkPrompt(result);
            return new Validation.Accepted<>(result, canonicalSmiles, canonicalData);
        } catch (InvalidRecordException e) {
            return Validation.rejected(e, result);
        }
    }

    private static void checkIds(AssayResult result) throws InvalidRecordException {
        Identifiers.checkPresent("resultId", result.getResultId());
        Identifiers.checkPresent("compoundId", result.getCompoundId());
        Identifiers.checkPresent("function", result.getFunction());
        Identifiers.checkLength("resultId", result.getResultId(), 3 * IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("compoundId", result.getCompoundId(), IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("targetId", result.getTargetId(), IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("function", result.getFunction(), IntakeLimits.ID_LENGTH);
    }

    /** The key decides the partition, and so which trainer learns: all results of a function must meet. */
    private static void checkKey(byte @Nullable [] key, AssayResult result) throws InvalidRecordException {
        if (!Arrays.equals(key, result.getFunction().getBytes(StandardCharsets.UTF_8))) {
            throw new InvalidRecordException(
                    RejectReason.RESULT_KEY_WRONG,
                    "the key must be the function's name, %s".formatted(result.getFunction()));
        }
    }

    private void checkValue(AssayResult result) throws InvalidRecordException {
        FunctionSpec spec = function(result).spec();
        if (!spec.unit().equals(result.getUnit())) {
            throw new InvalidRecordException(
                    RejectReason.RESULT_UNIT_WRONG,
                    "the unit is \"%s\", that of %s is \"%s\"".formatted(result.getUnit(), spec.name(), spec.unit()));
        }
        if (!Double.isFinite(result.getValue())) {
            throw new InvalidRecordException(
                    RejectReason.RESULT_NOT_FINITE, "the value is %s".formatted(result.getValue()));
        }
        if (spec.task() == Task.CLASSIFICATION) {
            checkClass(result, spec.classes());
        }
    }

    private TaughtFunction function(AssayResult result) throws InvalidRecordException {
        return functions
                .find(result.getFunction())
                .orElseThrow(() -> new InvalidRecordException(
                        RejectReason.RESULT_FUNCTION_UNKNOWN,
                        "no function is named %s; declare it with `tagstream tags create`"
                                .formatted(result.getFunction())));
    }

    private static void checkClass(AssayResult result, List<String> classes) throws InvalidRecordException {
        double value = result.getValue();
        if (value != Math.rint(value) || value < 0 || value >= classes.size()) {
            throw new InvalidRecordException(
                    RejectReason.RESULT_CLASS_UNKNOWN,
                    "the value is %s; the classes are numbered from 0 to %d".formatted(value, classes.size() - 1));
        }
        if (result.getRelation() != Relation.EQUAL) {
            throw new InvalidRecordException(
                    RejectReason.RESULT_CLASS_CENSORED,
                    "the relation is %s, and a class is neither less nor greater".formatted(result.getRelation()));
        }
    }

    /** That there is all that the function's prompt names, and that the model can read it. */
    private void checkPrompt(AssayResult result) throws InvalidRecordException {
        List<String> missing =
                new ArrayList<>(function(result).spec().template().domains());
        for (SpanData data : RecordData.of(result)) {
            if (missing.remove(data.domain())) {
                if (data.domain().equals(Domain.PROTEIN.name())) {
                    Residues.check(data.text(), limits.proteinLength());
                }
                checkTokens(data);
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidRecordException(
                    RejectReason.missing(missing.get(0)),
                    "function %s needs data for {%s}, which the result does not hold"
                            .formatted(result.getFunction(), missing.get(0)));
        }
    }

    private void checkTokens(SpanData data) throws InvalidRecordException {
        try {
            tokenizer.tokenize(data.domain(), data.text(), functions.tags());
        } catch (UntokenizableTextException e) {
            throw new InvalidRecordException(RejectReason.UNTOKENIZABLE, String.valueOf(e.getMessage()));
        }
    }
}
