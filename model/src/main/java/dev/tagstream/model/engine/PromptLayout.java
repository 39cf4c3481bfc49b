package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.PromptTemplate.Segment;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.DomainTag;
import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Where everything of one prompt stands: its spans, and the tail rows outside them.
 *
 * @param spans in order
 * @param tailPositions position of each tail row in the whole prompt; the function tag's rows are the last
 * @param tailTexts token id of each tail row before the function tag
 * @param functionRows rows of the function tag
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one batch, never compared
record PromptLayout(List<PlacedSpan> spans, int[] tailPositions, int[] tailTexts, int functionRows) {

    /**
     * A span in its prompt.
     *
     * @param tag the domain tag that opens it
     * @param text its data
     * @param offset position of its first row
     * @param tailRowsBefore tail rows in front of it, which don't see it
     */
    record PlacedSpan(DomainTag tag, SpanText text, int offset, int tailRowsBefore) {
        int rows() {
            return tag.rows().rows() + text.ids().length;
        }

        SpanKey key() {
            return new SpanKey(tag.id(), text);
        }
    }

    /** Lays out a task; its function, domains and data must be there, see {@link Scorer#score}. */
    static PromptLayout of(ScoringTask task, FunctionTag function, TagSet tags, TemplateTokens tokens) {
        List<PlacedSpan> spans = new ArrayList<>();
        List<SpanText> data = new ArrayList<>(task.spans());
        List<Integer> positions = new ArrayList<>();
        List<Integer> texts = new ArrayList<>();
        int at = 0;
        for (Segment segment : function.template().segments()) {
            if (segment instanceof Segment.Span slot) {
                DomainTag tag = tags.domain(slot.domain())
                        .orElseThrow(() -> new IllegalArgumentException("no domain tag " + slot.domain()));
                PlacedSpan span = new PlacedSpan(tag, take(data, slot.domain()), at, positions.size());
                spans.add(span);
                at += span.rows();
            } else if (segment instanceof Segment.Function) {
                break;
            } else {
                for (int id : tokens.of(segment)) {
                    texts.add(id);
                    positions.add(at++);
                }
            }
        }
        int functionRows = function.members().get(0).rows().rows();
        for (int i = 0; i < functionRows; i++) {
            positions.add(at++);
        }
        return new PromptLayout(spans, toArray(positions), toArray(texts), functionRows);
    }

    private static SpanText take(List<SpanText> data, String domain) {
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).domain().equals(domain)) {
                return data.remove(i);
            }
        }
        throw new IllegalArgumentException("the task holds no data for domain %s".formatted(domain));
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Rows of the whole prompt. */
    int length() {
        return tailPositions[tailPositions.length - 1] + 1;
    }

    int tailLength() {
        return tailPositions.length;
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
