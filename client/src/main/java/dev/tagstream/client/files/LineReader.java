package dev.tagstream.client.files;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, one at a time: plain or gzip, UTF-8 with or without a byte order mark, ending in LF, CRLF or CR.
 *
 * <p>Holds one line of at most {@link FileLimits#LINE_CHARACTERS} characters, whatever the file unpacks to; the rest of a longer line is
 * dropped and the line marked. Bytes that are no UTF-8 become {@link #NOT_UTF8}. Every failure is an
 * {@link UnusableInputException}.
 */
final class LineReader implements Closeable {
    static final char NOT_UTF8 = '\uFFFD';

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * One line.
     *
     * @param number counted from 1
     * @param text without its end
     * @param cut whether the line was longer than the bound
     */
    record Line(long number, String text, boolean cut) {}

    private final String name;
    private final Reader reader;
    private final StringBuilder text = new StringBuilder(); // of the line that is being read
    private final char[] buffer = new char[BUFFER];
    private int position;
    private int limit;
    private long number;
    private boolean atStart = true;
    private boolean afterCarriageReturn;

    private LineReader(String name, Reader reader) {
        this.name = name;
        this.reader = reader;
    }

    static LineReader open(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new UnusableInputException(name + " is a folder, not a file.");
        }
        if (!Files.exists(file)) {
            throw new UnusableInputException(name + " does not exist.");
        }
        try {
            InputStream bytes =
                    unpacked(name, Files.size(file), new BufferedInputStream(Files.newInputStream(file), BUFFER));
            return new LineReader(name, new InputStreamReader(bytes, StandardCharsets.UTF_8));
        } catch (AccessDeniedException e) {
            throw new UnusableInputException(name + " can't be read: permission denied.");
        } catch (IOException e) {
            throw new UnusableInputException(name + " can't be read: " + e.getMessage() + ".");
        }
    }

    private static InputStream unpacked(String name, long size, BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        if (gzip) {
            return new BoundedInput(
                    name,
                    new GZIPInputStream(bytes, BUFFER),
                    Math.max(FileLimits.UNPACKED_BYTES, Math.multiplyExact(size, FileLimits.UNPACKED_RATIO)));
        }
        if (name.endsWith(".gz")) {
            bytes.close();
            throw new UnusableInputException(name + " is named .gz but does not hold gzip data.");
        }
        return bytes;
    }

    /** The next line, or null after the last. */
    @Nullable Line next() {
        text.setLength(0);
        boolean cut = false;
        boolean any = false;
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                continue;
            }
            any = true;
            afterCarriageReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                return new Line(++number, text.toString(), cut);
            }
            if (text.length() < FileLimits.LINE_CHARACTERS) {
                text.append((char) c);
            } else {
                cut = true;
            }
        }
        return any ? new Line(++number, text.toString(), cut) : null;
    }

    private int read() {
        if (position == limit) {
            limit = Math.max(fill(), 0);
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        char c = buffer[position++];
        boolean mark = c == BYTE_ORDER_MARK && atStart;
        atStart = false;
        return mark ? read() : c;
    }

    private int fill() {
        try {
            return reader.read(buffer);
        } catch (EOFException | ZipException e) {
            throw new UnusableInputException("%s: its gzip data ends or breaks after line %d.".formatted(name, number));
        } catch (IOException e) {
            throw new UnusableInputException(
                    "%s can't be read past line %d: %s.".formatted(name, number, e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UnusableInputException(name + " can't be closed: " + e.getMessage() + ".");
        }
    }
}
