package dev.tagstream.client.screening;

import dev.tagstream.client.TextPool;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Molecules and proteins of one library as they were submitted. Requests are kept for a shorter time than predictions. */
public final class RequestTexts {
    private final String libraryId;
    private final Map<String, String> smiles = new HashMap<>();
    private final Map<String, String> proteins = new HashMap<>();
    private final TextPool pool = new TextPool();

    public RequestTexts(String libraryId) {
        this.libraryId = libraryId;
    }

    public void book(ScreeningRequest request) {
        if (!request.getLibraryId().equals(libraryId)) {
            return;
        }
        String molecule = request.getSmiles();
        if (molecule != null) {
            smiles.put(request.getRequestId(), pool.shared(molecule));
        }
        String target = request.getTargetId();
        String protein = request.getProtein();
        if (target != null && protein != null) {
            proteins.putIfAbsent(target, protein);
        }
    }

    /** The molecule with its stereochemistry, which a prediction does not have. */
    public Optional<String> smiles(String requestId) {
        return Optional.ofNullable(smiles.get(requestId));
    }

    public Optional<String> protein(Optional<String> targetId) {
        return targetId.map(proteins::get);
    }
}
