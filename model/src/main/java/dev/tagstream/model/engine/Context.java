package dev.tagstream.model.engine;

import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt in front of its function tag. Nothing in it depends on the function, so tasks with equal contexts run it once.
 *
 * @param data of each span of the skeleton
 */
public record Context(Skeleton skeleton, List<SpanText> data) {
    public Context {
        data = List.copyOf(data);
    }

    /** Picks the data that the skeleton asks for, in order where a domain stands more than once. */
    public static Context of(Skeleton skeleton, List<SpanText> available) {
        List<SpanText> left = new ArrayList<>(available);
        List<SpanText> data = new ArrayList<>(skeleton.spans());
        for (int span = 0; span < skeleton.spans(); span++) {
            data.add(take(left, skeleton.domain(span).id().name()));
        }
        return new Context(skeleton, data);
    }

    private static SpanText take(List<SpanText> data, String domain) {
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).domain().equals(domain)) {
                return data.remove(i);
            }
        }
        throw new IllegalArgumentException("the task holds no data for domain %s".formatted(domain));
    }

    int lastSpan() {
        return data.size() - 1;
    }

    /** Rows of a span: its domain tag and its data. */
    int rows(int span) {
        return skeleton.domain(span).rows().rows() + data.get(span).ids().length;
    }

    /** Rows of the whole context. */
    int length() {
        int rows = skeleton.leadingText().size();
        for (int span = 0; span < data.size(); span++) {
            rows += rows(span) + skeleton.textAfter(span).size();
        }
        return rows;
    }

    public SpanKey spanKey(int span) {
        return new SpanKey(skeleton.domain(span).id(), data.get(span));
    }

    /** The text rows in front of a span; null if there are none. */
    @Nullable StemKey stemKey(int span) {
        StemKey stem = skeleton.leadingText().isEmpty() ? null : new StemKey(null, null, skeleton.leadingText());
        for (int s = 0; s < span; s++) {
            List<Integer> text = skeleton.textAfter(s);
            stem = stem == null && text.isEmpty() ? null : new StemKey(stem, spanKey(s), text);
        }
        return stem;
    }

    /** Rows from the first row of {@code span} to the first of {@code later}. */
    int distance(int span, int later) {
        int rows = 0;
        for (int s = span; s < later; s++) {
            rows += rows(s) + skeleton.textAfter(s).size();
        }
        return rows;
    }
}
