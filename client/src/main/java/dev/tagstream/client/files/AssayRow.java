package dev.tagstream.client.files;

import java.util.Map;
import java.util.Optional;

/**
 * One row of a file of measured values; nothing more is known of its texts.
 *
 * @param line where the file has it
 * @param cells stripped texts; none for a column that is not there, or empty here
 */
public record AssayRow(long line, Map<AssayColumn, String> cells) {
    public AssayRow {
        cells = Map.copyOf(cells);
    }

    public Optional<String> cell(AssayColumn column) {
        return Optional.ofNullable(cells.get(column));
    }
}
