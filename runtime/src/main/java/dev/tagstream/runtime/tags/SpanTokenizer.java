package dev.tagstream.runtime.tags;

import dev.tagstream.common.molecule.CanonicalSpelling;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Optional;

/**
 * The data of a domain as tokens, written as the domain's tag was learned with: the one way from a text to the engine. For one thread.
 */
public final class SpanTokenizer {
    private final Scorer scorer;
    private final CanonicalSpelling canonical = new CanonicalSpelling();
    private final Runnable onUnspelled;

    /** @param scorer asked to tokenise only */
    public SpanTokenizer(Scorer scorer) {
        this(scorer, () -> {});
    }

    /** @param onUnspelled told of each text that goes as it is since it can't be spelled */
    public SpanTokenizer(Scorer scorer, Runnable onUnspelled) {
        this.scorer = scorer;
        this.onUnspelled = onUnspelled;
    }

    /**
     * For the domain's tag among those in use.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    public SpanText tokenize(String domain, String text, TagSet tags) {
        return tokenize(domain, text, tags.spelling(domain));
    }

    /**
     * In a spelling; as it is where it can't be spelled.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    public SpanText tokenize(String domain, String text, Spelling spelling) {
        if (spelling == Spelling.AS_WRITTEN) {
            return scorer.tokenize(domain, text);
        }
        Optional<String> spelled = canonical.spell(text);
        if (spelled.isEmpty()) {
            onUnspelled.run();
        }
        return scorer.tokenize(domain, spelled.orElse(text)).spelled(spelling);
    }
}
