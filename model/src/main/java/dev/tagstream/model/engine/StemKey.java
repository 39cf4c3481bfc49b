package dev.tagstream.model.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text rows of a prompt up to one of its spans. They see everything before them, so everything before them is part of the key.
 *
 * @param before the stem up to the span before, unless that has no text
 * @param span the span before, unless the stem is the prompt's leading text
 * @param text token ids behind that span
 */
record StemKey(@Nullable StemKey before, @Nullable SpanKey span, List<Integer> text) implements BlockKey {
    /** Text is no domain's; a template's few rows hardly weigh anything. */
    static final String ACCOUNT = "";

    StemKey {
        text = List.copyOf(text);
    }

    /** Rows of text, those of the stems before included. */
    int rows() {
        return text.size() + (before == null ? 0 : before.rows());
    }

    @Override
    public String domain() {
        return ACCOUNT;
    }
}
