package dev.tagstream.processor.tokenize;

import dev.tagstream.common.intake.RecordData;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the data of a request into spans for the engine, in the order of {@link RecordData}.
 *
 * <p>Proteins are few and come again and again, so their tokens are remembered for all. Molecules are many and come again at
 * once if at all, so those of the last one are. Owned by one stream thread.
 */
public final class SpanReader {
    private final SpanTokenizer tokenizer;
    private final ProteinTokens proteins;
    private final ActiveTags tags;
    private @Nullable String lastSmiles;
    private @Nullable SpanText lastMolecule;

    /** @param tags say how molecules are spelled */
    public SpanReader(SpanTokenizer tokenizer, ProteinTokens proteins, ActiveTags tags) {
        this.tokenizer = tokenizer;
        this.proteins = proteins;
        this.tags = tags;
    }

    /**
     * The same for every function asked for.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    public List<SpanText> spans(ScreeningRequest request) {
        return RecordData.of(request).stream().map(this::span).toList();
    }

    private SpanText span(SpanData data) {
        if (data.domain().equals(Domain.PROTEIN.name())) {
            return proteins.of(data.text());
        }
        return data.domain().equals(Domain.SMILES.name())
                ? molecule(data.text())
                : tokenizer.tokenize(data.domain(), data.text(), tags.current());
    }

    private SpanText molecule(String smiles) {
        SpanText molecule = lastMolecule;
        Spelling spelling = tags.current().spelling(Domain.SMILES.name());
        if (molecule == null || !smiles.equals(lastSmiles) || molecule.spelling() != spelling) {
            molecule = tokenizer.tokenize(Domain.SMILES.name(), smiles, spelling);
            lastMolecule = molecule;
            lastSmiles = smiles;
        }
        return molecule;
    }
}
