package dev.tagstream.common.intake;

import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.tags.text.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds to be read, in the order of a prompt: protein and molecule from the fields of their own, then its further data. A
 * domain that stands in a prompt more than once takes its data in this order.
 */
public final class RecordData {
    /** Further data of a record. */
    public static final int MAX_FURTHER = PromptTemplate.MAX_SLOTS;

    private RecordData() {}

    /** The protein first, so that molecules with the same protein meet in a batch. */
    public static List<SpanData> of(ScreeningRequest request) {
        return all(request.getProtein(), request.getSmiles(), request.getData());
    }

    public static List<SpanData> of(AssayResult result) {
        return all(result.getProtein(), result.getSmiles(), result.getData());
    }

    public static List<SpanData> of(ReplayedResult result) {
        return all(result.getProtein(), result.getSmiles(), result.getData());
    }

    private static List<SpanData> all(
            @Nullable String protein, @Nullable String smiles, @Nullable List<DomainData> further) {
        List<SpanData> all = new ArrayList<>();
        add(all, Domain.PROTEIN, protein);
        add(all, Domain.SMILES, smiles);
        orNone(further).forEach(one -> all.add(new SpanData(one.getDomain(), one.getText())));
        return all;
    }

    private static List<DomainData> orNone(@Nullable List<DomainData> further) {
        return further == null ? List.of() : further;
    }

    private static void add(List<SpanData> all, Domain domain, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            all.add(new SpanData(domain.name(), text));
        }
    }

    /** Checks further data as the fields of the same domain are checked, and gives it with molecules as canonical SMILES. */
    public static List<DomainData> canonical(
            @Nullable List<DomainData> data, IntakeLimits limits, MoleculeReader molecules)
            throws InvalidRecordException {
        List<DomainData> further = orNone(data);
        if (further.size() > MAX_FURTHER) {
            throw new InvalidRecordException(
                    RejectReason.TOO_MUCH_DATA,
                    "data has %,d entries, allowed are %d".formatted(further.size(), MAX_FURTHER));
        }
        List<DomainData> canonical = new ArrayList<>();
        for (DomainData one : further) {
            Identifiers.checkPresent("a domain of data", one.getDomain());
            Identifiers.checkLength("a domain of data", one.getDomain(), IntakeLimits.ID_LENGTH);
            canonical.add(new DomainData(one.getDomain(), canonical(one, limits, molecules)));
        }
        return canonical;
    }

    private static String canonical(DomainData one, IntakeLimits limits, MoleculeReader molecules)
            throws InvalidRecordException {
        if (one.getDomain().equals(Domain.SMILES.name())) {
            return molecules.canonical(one.getText());
        }
        if (one.getDomain().equals(Domain.PROTEIN.name())) {
            Residues.check(one.getText(), limits.proteinLength());
            return one.getText();
        }
        Identifiers.checkPresent("data of {%s}".formatted(one.getDomain()), one.getText());
        if (one.getText().length() > limits.proteinLength()) {
            throw new InvalidRecordException(
                    RejectReason.TOO_MUCH_DATA,
                    "data of {%s} has %,d characters, allowed are %,d"
                            .formatted(one.getDomain(), one.getText().length(), limits.proteinLength()));
        }
        return one.getText();
    }

    /**
     * A name for further data that outlives the process: the first 16 hexadecimal digits of the SHA-256 over domains and texts, each with
     * its length in front; null for none.
     *
     * @param canonical with molecules as canonical SMILES
     */
    public static @Nullable String digest(@Nullable List<DomainData> canonical) {
        if (canonical == null || canonical.isEmpty()) {
            return null;
        }
        MessageDigest digest = Sha256.digest();
        for (DomainData one : canonical) {
            Sha256.add(digest, one.getDomain());
            Sha256.add(digest, one.getText());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    }
}
