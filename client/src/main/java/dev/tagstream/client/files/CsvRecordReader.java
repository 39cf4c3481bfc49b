package dev.tagstream.client.files;

import dev.tagstream.client.files.LineReader.Line;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180 quoting), one at a time, each of bounded length.
 *
 * <p>Own code rather than a library, because a quote that is never closed must cost a bounded piece of the file, told with
 * its place, and not all that follows it in memory. The separator is read off the first line: comma, semicolon or tab.
 */
final class CsvRecordReader implements Closeable {
    /**
     * One record.
     *
     * @param line where it begins
     * @param lastLine where it ends
     * @param fields as written, quotes resolved
     * @param problem what is wrong with its form, if anything
     */
    record CsvRecord(
            long line,
            long lastLine,
            List<String> fields,
            @Nullable RowReason problem) {}

    private final LineReader lines;
    private char separator;

    private CsvRecordReader(LineReader lines) {
        this.lines = lines;
    }

    static CsvRecordReader open(Path file) {
        return new CsvRecordReader(LineReader.open(file));
    }

    /** The next record that is not blank, or null after the last. */
    @Nullable CsvRecord next() {
        Line line = lines.next();
        while (line != null && line.text().isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (separator == 0) {
            separator = separatorOf(line.text());
        }
        FieldScanner scanner = new FieldScanner(separator);
        long first = line.number();
        long last = first;
        while (line != null && !line.cut()) {
            last = line.number();
            if (scanner.endsRecord(line.text())) {
                return new CsvRecord(first, last, scanner.fields(), null);
            }
            line = scanner.length() < FileLimits.QUOTED_CHARACTERS ? lines.next() : null;
        }
        return new CsvRecord(
                first, last, scanner.fields(), line == null ? RowReason.UNCLOSED_QUOTE : RowReason.LINE_TOO_LONG);
    }

    private static char separatorOf(String header) {
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char c) {
        return text.chars().filter(other -> other == c).count();
    }

    @Override
    public void close() {
        lines.close();
    }

    /** Splits the lines of one record into fields. */
    private static final class FieldScanner {
        private final char separator;
        private final List<String> fields = new ArrayList<>();
        private final StringBuilder field = new StringBuilder();
        private boolean quoted;
        private boolean blank = true; // what the field holds so far
        private int length;

        FieldScanner(char separator) {
            this.separator = separator;
        }

        int length() {
            return length;
        }

        List<String> fields() {
            return fields;
        }

        /** Takes in one more line; false if it ends inside quotes, so that the next line belongs to the record. */
        boolean endsRecord(String line) {
            length += line.length() + 1;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else if (quoted && c == '"') {
                    quoted = false;
                } else if (!quoted && c == separator) {
                    endField();
                } else if (!quoted && c == '"' && blank) {
                    field.setLength(0);
                    quoted = true;
                    blank = false;
                } else {
                    field.append(c);
                    blank = blank && Character.isWhitespace(c);
                }
            }
            if (quoted) {
                field.append('\n');
                return false;
            }
            endField();
            return true;
        }

        private void endField() {
            fields.add(field.toString());
            field.setLength(0);
            blank = true;
        }
    }
}
