package dev.tagstream.client.files;

import dev.tagstream.tags.text.ShortLine;

/**
 * One row that a reader skipped.
 *
 * @param file as the user named it
 * @param line counted from 1; where the row begins
 * @param detail a sentence for a person
 */
public record RowProblem(String file, long line, RowReason reason, String detail) {
    public RowProblem {
        detail = ShortLine.of(detail);
    }

    /** {@code file:line: detail}, which editors and terminals know how to open. */
    public String text() {
        return file + ":" + line + ": " + detail;
    }
}
