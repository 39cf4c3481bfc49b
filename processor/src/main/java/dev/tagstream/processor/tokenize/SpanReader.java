package dev.tagstream.processor.tokenize;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the data of a request into spans for the engine: the protein first, so that molecules with the same protein meet in a
 * batch.
 *
 * <p>Proteins are few and come again and again, so their tokens are remembered for all. Molecules are many and come again at
 * once if at all, so those of the last one are. Owned by one stream thread.
 */
public final class SpanReader {
    private final Scorer scorer;
    private final ProteinTokens proteins;
    private @Nullable String lastSmiles;
    private @Nullable SpanText lastMolecule;

    public SpanReader(Scorer scorer, ProteinTokens proteins) {
        this.scorer = scorer;
        this.proteins = proteins;
    }

    /**
     * The same for every function asked for.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    public List<SpanText> spans(ScreeningRequest request) {
        List<SpanText> spans = new ArrayList<>();
        String protein = request.getProtein();
        if (protein != null && !protein.isBlank()) {
            spans.add(proteins.of(protein));
        }
        String smiles = request.getSmiles();
        if (smiles != null && !smiles.isBlank()) {
            spans.add(molecule(smiles));
        }
        return spans;
    }

    private SpanText molecule(String smiles) {
        SpanText molecule = lastMolecule;
        if (molecule == null || !smiles.equals(lastSmiles)) {
            molecule = scorer.tokenize(Domain.SMILES.name(), smiles);
            lastMolecule = molecule;
            lastSmiles = smiles;
        }
        return molecule;
    }
}
