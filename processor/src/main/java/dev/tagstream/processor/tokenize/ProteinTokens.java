package dev.tagstream.processor.tokenize;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;

/** Remembers the tokens of proteins for all stream threads, as many as fit into a bound. */
public final class ProteinTokens {
    /** Some 10,000 proteins of ordinary length where a residue is a token. */
    private static final long MEMORY_BYTES = 32L << 20;

    private static final int ENTRY_BYTES = 200;

    private final LoadingCache<String, SpanText> remembered;

    public ProteinTokens(Scorer scorer) {
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(MEMORY_BYTES)
                .weigher(ProteinTokens::bytes)
                .executor(Runnable::run)
                .build(protein -> scorer.tokenize(Domain.PROTEIN.name(), protein));
    }

    private static int bytes(String protein, SpanText span) {
        return ENTRY_BYTES + protein.length() + Integer.BYTES * span.ids().length;
    }

    /** Throws {@link dev.tagstream.model.tokenizer.UntokenizableTextException} if the tokenizer has no token for a character. */
    SpanText of(String protein) {
        return remembered.get(protein);
    }
}
