package dev.tagstream.model.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text rows of a prompt up to one of its spans. They see everything before them, so everything before them is part of the key.
 *
 * @param before key of the prefix up to the span before; null if that has no text
 * @param span the span before; null if the prefix is the text that the prompt begins with
 * @param text token ids behind that span
 */
public record PrefixKey(
        @Nullable PrefixKey before, @Nullable SpanKey span, List<Integer> text) implements BlockKey {
    /** Text is no domain's; a template's few rows hardly weigh anything. */
    public static final String ACCOUNT = "";

    public PrefixKey {
        text = List.copyOf(text);
    }

    /** Rows of text, those of the prefixes before included. */
    public int rows() {
        return text.size() + (before == null ? 0 : before.rows());
    }

    @Override
    public String domain() {
        return ACCOUNT;
    }
}
