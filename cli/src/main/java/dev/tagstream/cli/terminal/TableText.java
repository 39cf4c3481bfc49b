package dev.tagstream.cli.terminal;

import dev.tagstream.cli.terminal.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table as a person reads it: headings, then rows, numbers to the right, long cells shortened. */
public final class TableText {
    private static final int MAX_CELL = 60;
    private static final String GAP = "  ";

    private TableText() {}

    /** Lines ending in a newline; control characters of cells are shown, not sent to the terminal. */
    public static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream().map(Column::heading).toList());
        table.rows().forEach(row -> lines.add(shown(table.columns(), row)));
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            text.append(aligned(table.columns(), line, widths).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> shown(List<Column> columns, List<@Nullable Object> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object cell = row.get(i);
            String text = cell == null
                    ? "-"
                    : String.format(Locale.ROOT, columns.get(i).format(), cell);
            cells.add(shortened(printable(text)));
        }
        return cells;
    }

    private static String aligned(List<Column> columns, List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - line.get(i).length());
            boolean number = !columns.get(i).format().equals("%s");
            text.append(number ? blanks + line.get(i) : line.get(i) + blanks).append(GAP);
        }
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 3) + "...";
    }

    /** {@code text} with every control character replaced, so that data can't steer the terminal. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
