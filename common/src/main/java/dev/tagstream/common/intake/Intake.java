package dev.tagstream.common.intake;

import dev.tagstream.schemas.ScreeningRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes, validates and canonicalises. A bad record is a {@link Validation.Rejected}, never an exception; an exception means that
 * something outside the record failed, such as the registry, and that the record must be read again.
 *
 * <p>Keeps a parser, so each stream task has its own.
 */
public final class Intake {
    private final RecordReader<ScreeningRequest> requests;
    private final IntakeLimits limits;
    private final MoleculeReader molecules;
    private final MoleculeReader further; // by itself, since each remembers one molecule

    public Intake(Deserializer<ScreeningRequest> deserializer, IntakeLimits limits) {
        this.requests = new RecordReader<>(deserializer);
        this.limits = limits;
        this.molecules = new MoleculeReader(limits.smilesLength());
        this.further = new MoleculeReader(limits.smilesLength());
    }

    /**
     * Judges one record.
     *
     * @throws dev.tagstream.schemas.RegistryUnavailableException if the registry gives no answer on the record's schema
     */
    public Validation<ScreeningRequest> accept(SourceRecord source) {
        try {
            return judge(requests.read(source));
        } catch (InvalidRecordException e) {
            return Validation.rejected(e, null);
        }
    }

    /** Judges a request that was decoded already. */
    public Validation<ScreeningRequest> judge(ScreeningRequest request) {
        try {
            checkIds(request);
            checkFunctions(request.getFunctions());
            String protein = request.getProtein();
            if (protein != null) {
                Residues.check(protein, limits.proteinLength());
            }
            String smiles = request.getSmiles();
            return new Validation.Accepted<>(
                    request,
                    smiles == null ? null : molecules.canonical(smiles),
                    RecordData.canonical(request.getData(), limits, further));
        } catch (InvalidRecordException e) {
            return Validation.rejected(e, request);
        }
    }

    private static void checkIds(ScreeningRequest request) throws InvalidRecordException {
        Identifiers.checkPresent("requestId", request.getRequestId());
        Identifiers.checkPresent("libraryId", request.getLibraryId());
        Identifiers.checkPresent("compoundId", request.getCompoundId());
        Identifiers.checkLength("requestId", request.getRequestId(), 3 * IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("libraryId", request.getLibraryId(), IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("compoundId", request.getCompoundId(), IntakeLimits.ID_LENGTH);
        Identifiers.checkLength("targetId", request.getTargetId(), IntakeLimits.ID_LENGTH);
    }

    private static void checkFunctions(List<String> functions) throws InvalidRecordException {
        if (functions.isEmpty()) {
            throw new InvalidRecordException(RejectReason.NO_FUNCTIONS, "functions is empty");
        }
        if (functions.size() > IntakeLimits.FUNCTIONS) {
            throw new InvalidRecordException(
                    RejectReason.TOO_MANY_FUNCTIONS,
                    "%,d functions are asked for, allowed are %d".formatted(functions.size(), IntakeLimits.FUNCTIONS));
        }
        Set<String> seen = new HashSet<>();
        for (String function : functions) {
            Identifiers.checkPresent("a function's name", function);
            Identifiers.checkLength("a function's name", function, IntakeLimits.ID_LENGTH);
            if (!seen.add(function)) {
                throw new InvalidRecordException(
                        RejectReason.DUPLICATE_FUNCTION, "function %s is asked for twice".formatted(function));
            }
        }
    }
}
