package dev.tagstream.model.engine;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Where everything of one whole prompt stands: its spans, and the tail rows outside them.
 *
 * @param spans in order
 * @param tailPositions position of each tail row in the whole prompt; the function tag's rows are the last
 * @param tailTexts token id of each tail row before the function tag
 * @param functionRows rows of the function tag
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one batch, never compared
public record PromptLayout(List<PlacedSpan> spans, int[] tailPositions, int[] tailTexts, int functionRows) {

    /**
     * A span in its prompt.
     *
     * @param tag the domain tag that opens it
     * @param text its data
     * @param offset position of its first row
     */
    record PlacedSpan(DomainTag tag, SpanText text, int offset) {
        int rows() {
            return tag.rows().rows() + text.ids().length;
        }
    }

    public static PromptLayout of(Context context, int functionRows) {
        Skeleton skeleton = context.skeleton();
        List<PlacedSpan> spans = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Integer> texts = new ArrayList<>();
        int at = place(skeleton.leadingText(), 0, texts, positions);
        for (int span = 0; span < skeleton.spans(); span++) {
            spans.add(new PlacedSpan(skeleton.domain(span), context.data().get(span), at));
            at = place(skeleton.textAfter(span), at + context.rows(span), texts, positions);
        }
        for (int i = 0; i < functionRows; i++) {
            positions.add(at++);
        }
        return new PromptLayout(spans, toArray(positions), toArray(texts), functionRows);
    }

    private static int place(List<Integer> text, int at, List<Integer> texts, List<Integer> positions) {
        for (int id : text) {
            texts.add(id);
            positions.add(at++);
        }
        return at;
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Rows of the whole prompt. */
    int length() {
        return tailPositions[tailPositions.length - 1] + 1;
    }

    /** Ids of the tail's rows, with the function tag's rows from {@code functionId} on. */
    IntStream tailIds(int functionId) {
        return IntStream.concat(IntStream.of(tailTexts), IntStream.range(functionId, functionId + functionRows));
    }

    /** Ids of the whole prompt. */
    int[] ids(int functionId, ToIntFunction<DomainTag> firstIdOf) {
        int[] ids = new int[length()];
        int[] tail = tailIds(functionId).toArray();
        for (int i = 0; i < tail.length; i++) {
            ids[tailPositions[i]] = tail[i];
        }
        for (PlacedSpan span : spans) {
            int tagRows = span.tag().rows().rows();
            int firstId = firstIdOf.applyAsInt(span.tag());
            for (int i = 0; i < tagRows; i++) {
                ids[span.offset() + i] = firstId + i;
            }
            System.arraycopy(
                    span.text().ids(),
                    0,
                    ids,
                    span.offset() + tagRows,
                    span.text().ids().length);
        }
        return ids;
    }

    /** The first row each row of the whole prompt may see: its span's first, or the prompt's. */
    int[] firstSeen() {
        int[] first = new int[length()];
        for (PlacedSpan span : spans) {
            for (int i = 0; i < span.rows(); i++) {
                first[span.offset() + i] = span.offset();
            }
        }
        return first;
    }
}
