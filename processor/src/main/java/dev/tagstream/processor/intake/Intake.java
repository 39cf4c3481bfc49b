package dev.tagstream.processor.intake;

import dev.tagstream.runtime.intake.MoleculeReader;
import dev.tagstream.runtime.intake.Residues;
import dev.tagstream.runtime.intake.SourceRecord;
import dev.tagstream.runtime.intake.IntakeLimits;
import dev.tagstream.runtime.intake.InvalidRecordException;
import dev.tagstream.runtime.reject.RejectReason;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.UnknownSchemaException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes, validates and canonicalises. A bad record is a {@link Verdict.Rejected}, never an exception; an exception means that
 * something outside the record failed, such as the registry, and that the record must be read again.
 *
 * <p>Keeps a parser, so each stream task has its own.
 */
public final class Intake {
    private static final int MESSAGE_CHARACTERS = 500;

    private final Deserializer<ScreeningRequest> deserializer;
    private final IntakeLimits limits;
    private final MoleculeReader molecules;

    public Intake(Deserializer<ScreeningRequest> deserializer, IntakeLimits limits) {
        this.deserializer = deserializer;
        this.limits = limits;
        this.molecules = new MoleculeReader(limits.smilesLength());
    }

    /**
     * Judges one record.
     *
     * @throws dev.tagstream.schemas.RegistryUnavailableException if the registry gives no answer on the record's schema
     */
    public Verdict accept(SourceRecord source) {
        byte[] value = source.value();
        if (value == null) {
            return unreadable(RejectReason.TOMBSTONE, "the record has a key but no value");
        }
        if (value.length == 0) {
            return unreadable(RejectReason.EMPTY_VALUE, "the value has no bytes");
        }
        try {
            return judge(deserializer.deserialize(source.topic(), value));
        } catch (UnknownSchemaException e) {
            return unreadable(RejectReason.UNKNOWN_SCHEMA, message(e));
        } catch (SerializationException e) {
            return unreadable(RejectReason.UNDECODABLE, decodingMessage(e));
        }
    }

    /** Judges a request that was decoded already. */
    public Verdict judge(ScreeningRequest request) {
        try {
            checkIds(request);
            checkFunctions(request.getFunctions());
            String protein = request.getProtein();
            if (protein != null) {
                Residues.check(protein, limits.proteinLength());
            }
            String smiles = request.getSmiles();
            return new Verdict.Accepted(request, smiles == null ? null : molecules.canonical(smiles));
        } catch (InvalidRecordException e) {
            return new Verdict.Rejected(e.reason(), message(e), request);
        }
    }

    private static void checkIds(ScreeningRequest request) throws InvalidRecordException {
        checkPresent("requestId", request.getRequestId());
        checkPresent("libraryId", request.getLibraryId());
        checkPresent("compoundId", request.getCompoundId());
        checkLength("requestId", request.getRequestId(), 3 * IntakeLimits.ID_LENGTH);
        checkLength("libraryId", request.getLibraryId(), IntakeLimits.ID_LENGTH);
        checkLength("compoundId", request.getCompoundId(), IntakeLimits.ID_LENGTH);
        checkLength("targetId", request.getTargetId(), IntakeLimits.ID_LENGTH);
    }

    private static void checkPresent(String field, String text) throws InvalidRecordException {
        if (text.isBlank()) {
            throw new InvalidRecordException(RejectReason.MISSING_FIELD, field + " is blank");
        }
    }

    private static void checkLength(String field, @Nullable String id, int limit) throws InvalidRecordException {
        if (id != null && id.length() > limit) {
            throw new InvalidRecordException(
                    RejectReason.ID_TOO_LONG,
                    "%s has %,d characters, allowed are %,d".formatted(field, id.length(), limit));
        }
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
            checkPresent("a function's name", function);
            checkLength("a function's name", function, IntakeLimits.ID_LENGTH);
            if (!seen.add(function)) {
                throw new InvalidRecordException(
                        RejectReason.DUPLICATE_FUNCTION, "function %s is asked for twice".formatted(function));
            }
        }
    }

    private static Verdict.Rejected unreadable(RejectReason reason, String message) {
        return new Verdict.Rejected(reason, message, null);
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    /** With the innermost cause, which says what is wrong with the bytes. */
    private static String decodingMessage(SerializationException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String text = innermost == e ? message(e) : message(e) + ": " + innermost;
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MESSAGE_CHARACTERS ? line : line.substring(0, MESSAGE_CHARACTERS) + "...";
    }
}
