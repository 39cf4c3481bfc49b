package dev.tagstream.processor.topology;

import dev.tagstream.schemas.ScreeningRequest;
import java.util.List;

/** Requests as a client sends them. */
final class Requests {
    static final String PROTEIN = "MKTAYIAKQRQISFVKSHFSRQ";

    private Requests() {}

    static ScreeningRequest pair(String compoundId, String smiles) {
        return request(compoundId, smiles, PROTEIN, "BindingAffinity");
    }

    static ScreeningRequest request(String compoundId, String smiles, String protein, String... functions) {
        return ScreeningRequest.newBuilder()
                .setRequestId("request-" + compoundId)
                .setLibraryId("library")
                .setCompoundId(compoundId)
                .setSmiles(smiles)
                .setTargetId(protein == null ? null : "target")
                .setProtein(protein)
                .setFunctions(List.of(functions))
                .setSubmittedAt(ScreeningDriver.START.minusSeconds(5))
                .build();
    }
}
