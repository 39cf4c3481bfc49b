package dev.tagstream.model.prompt;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The learned rows of one call (R, d), selected by ids from the vocabulary's size on: a tag in a prompt is a run of such ids.
 */
public final class TagTable {
    private final int vocabulary;
    private final int width;
    private final List<Entry> entries = new ArrayList<>();
    private int rows;

    private record Entry(
            Rows rows, @Nullable Rows deep, @Nullable LowRank lowRank) {
        int rank() {
            return lowRank == null ? 0 : lowRank.rank();
        }

        @Nullable Rows updates() {
            return lowRank == null ? null : lowRank.values();
        }
    }

    public TagTable(int vocabulary, int width) {
        this.vocabulary = vocabulary;
        this.width = width;
    }

    /** Adds a tag and returns the id of its first row; the next rows follow. */
    public int add(Rows tag) {
        return add(new Entry(tag, null, null));
    }

    /** Adds a member's rows with what it adds at every layer; see {@link #add(Rows)}. */
    public int add(FunctionTag.Member member) {
        return add(new Entry(member.rows(), member.deep(), member.lowRank()));
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

    public int rows() {
        return rows;
    }

    /** (R, d), row by row; one row of zeros where no tag was added. */
    public float[] toArray() {
        float[] table = new float[Math.max(rows, 1) * width];
        int at = 0;
        for (Entry entry : entries) {
            float[] values = entry.rows().toArray();
            System.arraycopy(values, 0, table, at, values.length);
            at += values.length;
        }
        return table;
    }

    public boolean isDeep() {
        return entries.stream().anyMatch(entry -> entry.deep() != null);
    }

    /** Deep values (L, R, d) of all rows, zeros for those that have none. */
    public float[] deepToArray(int layers) {
        return sliced(layers, rows, entry -> entry.rows().rows(), Entry::deep);
    }

    /** Ranks S of all low-rank updates, side by side; 0 where no tag has any. */
    public int ranks() {
        return entries.stream().mapToInt(Entry::rank).sum();
    }

    /** Low-rank updates (L, 4, S, d). */
    public float[] lowRankToArray(int layers) {
        return sliced(layers * LowRank.MATRICES, ranks(), Entry::rank, Entry::updates);
    }

    /** What each rank counts at each row (R, S), which is nothing at rows of another tag. */
    public float[] usesToArray() {
        int ranks = ranks();
        float[] uses = new float[rows * ranks];
        int row = 0;
        int rank = 0;
        for (Entry entry : entries) {
            for (int until = row + entry.rows().rows(); row < until; row++) {
                Arrays.fill(uses, row * ranks + rank, row * ranks + rank + entry.rank(), LowRank.scale(width));
            }
            rank += entry.rank();
        }
        return uses;
    }

    /** (count, N, d): what each entry has in each slice, side by side, zeros for those that have nothing. */
    private float[] sliced(int count, int height, ToIntFunction<Entry> heightOf, Function<Entry, @Nullable Rows> of) {
        float[] table = new float[count * height * width];
        int first = 0;
        for (Entry entry : entries) {
            int size = heightOf.applyAsInt(entry) * width;
            Rows values = of.apply(entry);
            if (values != null) {
                copy(values, count, size, first * width, height * width, table);
            }
            first += heightOf.applyAsInt(entry);
        }
        return table;
    }

    private static void copy(Rows rows, int count, int size, int at, int sliceSize, float[] table) {
        float[] values = rows.toArray();
        if (values.length != count * size) {
            throw new IllegalArgumentException("a tag's values for every layer are %d, this model's layers take %d"
                    .formatted(values.length, count * size));
        }
        for (int slice = 0; slice < count; slice++) {
            System.arraycopy(values, slice * size, table, slice * sliceSize + at, size);
        }
    }
}
