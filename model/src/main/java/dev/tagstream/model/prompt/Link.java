package dev.tagstream.model.prompt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One link of a prompt: a span, or none at the prompt's beginning, and the text up to the next span. What stands before its span is
 * the link's prefix.
 *
 * @param span the own span; null in the first link
 * @param key of the own span; null in the first link
 * @param prefix key of the prefix's text rows; null if it has none
 * @param prefixSpans keys of the prefix's spans
 * @param starts position of the own span's first row, counted from the first of each of these spans
 * @param before rows of the prefix
 * @param text token ids behind the own span
 * @param end key of the text rows up to the end of this link, which are the next link's prefix; null if there are none
 */
public record Link(
        @Nullable Span span,
        @Nullable SpanKey key,
        @Nullable PrefixKey prefix,
        List<SpanKey> prefixSpans,
        List<Integer> starts,
        int before,
        List<Integer> text,
        @Nullable PrefixKey end) {

    /** The link that a prompt begins with. */
    static Link first(List<Integer> text) {
        return new Link(
                null,
                null,
                null,
                List.of(),
                List.of(),
                0,
                text,
                text.isEmpty() ? null : new PrefixKey(null, null, text));
    }

    /** The link after this one. */
    Link next(Span nextSpan, List<Integer> nextText) {
        List<SpanKey> spans = new ArrayList<>(prefixSpans);
        List<Integer> nextStarts = new ArrayList<>();
        starts.forEach(start -> nextStarts.add(start + rows()));
        if (key != null) {
            spans.add(key);
            nextStarts.add(rows());
        }
        SpanKey nextKey = nextSpan.key();
        return new Link(
                nextSpan,
                nextKey,
                end,
                List.copyOf(spans),
                List.copyOf(nextStarts),
                before + rows(),
                nextText,
                end == null && nextText.isEmpty() ? null : new PrefixKey(end, nextKey, nextText));
    }

    /** Rows of the own span. */
    public int spanRows() {
        return span == null ? 0 : span.rows();
    }

    /** Text rows of the prefix. */
    public int prefixTextRows() {
        return prefix == null ? 0 : prefix.rows();
    }

    /** Rows of the own span and of the text. */
    int rows() {
        return spanRows() + text.size();
    }

    /** Rows of the prefix and of the own span: what rows behind the span look at, beside themselves. */
    public int rowsSeen() {
        return before + spanRows();
    }
}
