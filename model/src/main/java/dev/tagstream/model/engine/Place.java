package dev.tagstream.model.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where rows outside spans go: behind one span of a context, or in front of the first.
 *
 * @param span index of the own span, or {@value #IN_FRONT}
 * @param own key of the own span; null in front
 * @param stem key of the text rows before the own span; null if there are none
 * @param stemSpans keys of the spans before the own one
 */
record Place(
        Context context,
        int span,
        @Nullable SpanKey own,
        @Nullable StemKey stem,
        List<SpanKey> stemSpans) {
    static final int IN_FRONT = -1;

    Place {
        stemSpans = List.copyOf(stemSpans);
    }

    static Place inFrontOf(Context context) {
        return new Place(context, IN_FRONT, null, null, List.of());
    }

    static Place behind(Context context, int span) {
        return new Place(
                context,
                span,
                context.spanKey(span),
                context.stemKey(span),
                IntStream.range(0, span).mapToObj(context::spanKey).toList());
    }

    int ownRows() {
        return own == null ? 0 : context.rows(span);
    }

    /** Text rows of the stem. */
    int stemRows() {
        return stem == null ? 0 : stem.rows();
    }

    /** Text that follows the own span, or stands in front of the first. */
    List<Integer> text() {
        return span == IN_FRONT
                ? context.skeleton().leadingText()
                : context.skeleton().textAfter(span);
    }

    /** Rows before the ones that go here: what they look at, beside themselves. */
    int rowsBefore() {
        int rows = stemRows() + ownRows();
        for (int s = 0; s < stemSpans.size(); s++) {
            rows += context.rows(s);
        }
        return rows;
    }
}
