package dev.tagstream.model.engine;

import dev.tagstream.model.tag.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * The learned rows of one call (R, d), selected by ids from the vocabulary's size on: a tag in a prompt is a run of such ids.
 */
final class TagTable {
    private final int vocabulary;
    private final int width;
    private final List<Rows> tags = new ArrayList<>();
    private int rows;

    TagTable(int vocabulary, int width) {
        this.vocabulary = vocabulary;
        this.width = width;
    }

    /** Adds a tag and returns the id of its first row; the next rows follow. */
    int add(Rows tag) {
        if (tag.width() != width) {
            throw new IllegalArgumentException(
                    "a tag of width %d for a model of width %d".formatted(tag.width(), width));
        }
        int first = vocabulary + rows;
        tags.add(tag);
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
        for (Rows tag : tags) {
            float[] values = tag.toArray();
            System.arraycopy(values, 0, table, at, values.length);
            at += values.length;
        }
        return table;
    }
}
