package dev.tagstream.processor;

import dev.tagstream.schemas.ScreeningRequest;
import java.time.Instant;
import java.util.List;

/** Requests as a client sends them. */
public final class Requests {
    public static final String PROTEIN = "MKTAYIAKQRQISFVKSHFSRQ";

    private static final Instant SENT_AT = Instant.parse("2026-03-01T11:59:55Z");

    private Requests() {}

    public static ScreeningRequest pair(String compoundId, String smiles) {
        return request(compoundId, smiles, PROTEIN, "BindingAffinity");
    }

    public static ScreeningRequest request(String compoundId, String smiles, String protein, String... functions) {
        return ScreeningRequest.newBuilder()
                .setRequestId("request-" + compoundId)
                .setLibraryId("library")
                .setCompoundId(compoundId)
                .setSmiles(smiles)
                .setTargetId(protein == null ? null : "target")
                .setProtein(protein)
                .setFunctions(List.of(functions))
                .setSubmittedAt(SENT_AT)
                .build();
    }
}
