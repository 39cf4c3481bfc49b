package dev.tagstream.processor.topology;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into tasks for the engine: the protein first, so that molecules with the same protein meet in a batch.
 *
 * <p>Proteins are few and come again and again, so their tokens are remembered for all. Molecules are many and come again at
 * once if at all, so those of the last one are. Owned by one stream thread.
 */
final class SpanReader {
    private static final String MOLECULE_DOMAIN = "SMILES";

    private final Scorer scorer;
    private final ProteinTokens proteins;
    private final RequestLane lane;
    private @Nullable String lastSmiles;
    private @Nullable SpanText lastMolecule;

    SpanReader(Scorer scorer, ProteinTokens proteins, RequestLane lane) {
        this.scorer = scorer;
        this.proteins = proteins;
        this.lane = lane;
    }

    /**
     * One task for each function asked for, all with the same data.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    List<Submission> submissions(OpenRequest open, Mailbox replyTo) {
        ScreeningRequest request = open.request();
        List<SpanText> spans = new ArrayList<>();
        String protein = request.getProtein();
        if (protein != null && !protein.isBlank()) {
            spans.add(proteins.of(protein));
        }
        String smiles = request.getSmiles();
        if (smiles != null && !smiles.isBlank()) {
            spans.add(molecule(smiles));
        }
        return request.getFunctions().stream()
                .map(function ->
                        new Submission(open.source().offset(), new ScoringTask(function, spans), replyTo, lane))
                .toList();
    }

    private SpanText molecule(String smiles) {
        SpanText molecule = lastMolecule;
        if (molecule == null || !smiles.equals(lastSmiles)) {
            molecule = scorer.tokenize(MOLECULE_DOMAIN, smiles);
            lastMolecule = molecule;
            lastSmiles = smiles;
        }
        return molecule;
    }
}
