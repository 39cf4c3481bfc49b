package dev.tagstream.model.engine;

import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The learned rows of one call (R, d), selected by ids from the vocabulary's size on: a tag in a prompt is a run of such ids.
 */
final class TagTable {
    private final int vocabulary;
    private final int width;
    private final List<Entry> entries = new ArrayList<>();
    private int rows;

    /** @param deep (L x p, d), see {@link FunctionTag.Member#deep} */
    private record Entry(Rows rows, @Nullable Rows deep) {}

    TagTable(int vocabulary, int width) {
        this.vocabulary = vocabulary;
        this.width = width;
    }

    /** Adds a tag and returns the id of its first row; the next rows follow. */
    int add(Rows tag) {
        return add(new Entry(tag, null));
    }

    /** Adds a member's rows with their deep values; see {@link #add(Rows)}. */
    int add(FunctionTag.Member member) {
        return add(new Entry(member.rows(), member.deep()));
    }

    private int add(Entry entry) {
        Rows tag = entry.rows();
        if (tag.width() != width) {
            throw new IllegalArgumentException(
                    "a tag of width %d for a model of width %d".formatted(tag.width(), width));
        }
        int first = vocabulary + rows;
        entries.add(entry);
        rows += tag.rows();
        return first;
    }

    int rows() {
        return rows;
    }

    /** (R, d), row by row; one row of zeros where no tag was added. */
    float[] toArray() {
        float[] table = new float[Math.max(rows, 1) * width];
        int at = 0;
        for (Entry entry : entries) {
            float[] values = entry.rows().toArray();
            System.arraycopy(values, 0, table, at, values.length);
            at += values.length;
        }
        return table;
    }

    boolean isDeep() {
        return entries.stream().anyMatch(entry -> entry.deep() != null);
    }

    /** Deep values (L, R, d) of all rows, zeros for those that have none. */
    float[] deepToArray(int layers) {
        float[] table = new float[layers * rows * width];
        int firstRow = 0;
        for (Entry entry : entries) {
            if (entry.deep() != null) {
                copy(Objects.requireNonNull(entry.deep()), entry.rows().rows(), firstRow, layers, table);
            }
            firstRow += entry.rows().rows();
        }
        return table;
    }

    private void copy(Rows deep, int tagRows, int firstRow, int layers, float[] table) {
        if (deep.rows() != layers * tagRows) {
            throw new IllegalArgumentException(
                    "deep values of %d rows for %d layers of a tag of %d rows".formatted(deep.rows(), layers, tagRows));
        }
        float[] values = deep.toArray();
        int size = tagRows * width;
        for (int layer = 0; layer < layers; layer++) {
            System.arraycopy(values, layer * size, table, (layer * rows + firstRow) * width, size);
        }
    }
}
