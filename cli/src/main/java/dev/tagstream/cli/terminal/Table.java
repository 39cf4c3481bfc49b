package dev.tagstream.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under named columns, to be printed for a person or as JSON. A cell is text, a number, a truth value or null. */
public final class Table {
    /**
     * One column.
     *
     * @param key its name in JSON
     * @param heading its name for a person
     * @param format how a person sees a cell, for instance {@code %.3f}
     */
    public record Column(String key, String heading, String format) {
        public static Column text(String key, String heading) {
            return new Column(key, heading, "%s");
        }

        public static Column count(String key, String heading) {
            return new Column(key, heading, "%,d");
        }

        public static Column decimal(String key, String heading, int digits) {
            return new Column(key, heading, "%." + digits + "f");
        }
    }

    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row with one cell a column. */
    public Table row(List<? extends @Nullable Object> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.size(), columns.size()));
        }
        rows.add(new ArrayList<>(cells));
        return this;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }
}
