package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.FunctionTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * T rows that follow a span: text, and then function tags side by side. A tag's rows stand where they would stand if theirs were the
 * only one, and don't see the others, so that several functions and the members of ensembles share one text.
 *
 * @param ids (T)
 * @param offsets (T) places behind the span
 * @param seen (T, T) 1 where a row sees another of them
 * @param read rows whose hidden state is wanted
 * @param tags rows that ids from the vocabulary's size on select
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one batch, never compared
public record LinkRows(long[] ids, long[] offsets, long[] seen, long[] read, TagTable tags) {

    /** Text alone, of which the last row is read. */
    static LinkRows text(List<Integer> text, TagTable noTags) {
        return of(text, List.of(), noTags);
    }

    /** Text and the members of function tags, each read at the last rows that its head wants, in their order. */
    static LinkRows suffixes(List<Integer> text, List<FunctionTag.Member> members, TagTable emptyTable) {
        return of(text, members, emptyTable);
    }

    private static LinkRows of(List<Integer> text, List<FunctionTag.Member> members, TagTable table) {
        List<Long> ids = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        List<Long> read = new ArrayList<>();
        List<Integer> beginnings = new ArrayList<>(); // first row of each row's tag; 0 in the text
        for (int id : text) {
            offsets.add((long) ids.size());
            beginnings.add(0);
            ids.add((long) id);
        }
        for (FunctionTag.Member member : members) {
            int firstId = table.add(member);
            int beginning = ids.size();
            for (int row = 0; row < member.rows().rows(); row++) {
                offsets.add((long) text.size() + row);
                beginnings.add(beginning);
                ids.add((long) firstId + row);
            }
            for (int row = member.readRows(); row > 0; row--) {
                read.add((long) ids.size() - row);
            }
        }
        if (read.isEmpty()) {
            read.add(ids.size() - 1L);
        }
        return new LinkRows(toArray(ids), toArray(offsets), seen(beginnings, text.size()), toArray(read), table);
    }

    private static long[] seen(List<Integer> beginnings, int textRows) {
        int rows = beginnings.size();
        long[] seen = new long[rows * rows];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(seen, row * rows, row * rows + Math.min(textRows, row + 1), 1);
            Arrays.fill(seen, row * rows + Math.min(beginnings.get(row), row), row * rows + row + 1, 1);
        }
        return seen;
    }

    private static long[] toArray(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    public int size() {
        return ids.length;
    }
}
