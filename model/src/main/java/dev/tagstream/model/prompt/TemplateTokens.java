package dev.tagstream.model.prompt;

import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.tags.prompt.PromptTemplate.Segment;
import java.util.HashMap;
import java.util.Map;

/** Token ids of a template's text, tokenised once each. */
public final class TemplateTokens {
    private final Tokenizer tokenizer;
    private final int[] bos;
    private final Map<String, int[]> known = new HashMap<>();

    public TemplateTokens(Tokenizer tokenizer, int bosTokenId) {
        this.tokenizer = tokenizer;
        this.bos = new int[] {bosTokenId};
    }

    int[] of(Segment segment) {
        if (segment instanceof Segment.Text text) {
            return known.computeIfAbsent(text.text(), tokenizer::ids);
        }
        if (segment instanceof Segment.Bos) {
            return bos;
        }
        throw new IllegalArgumentException(segment + " has no text");
    }
}
