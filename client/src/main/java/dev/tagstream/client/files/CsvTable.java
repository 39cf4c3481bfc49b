package dev.tagstream.client.files;

import dev.tagstream.tags.file.DraftFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A CSV file that appears whole or not at all: written beside its place, moved there by {@link #commit}.
 *
 * <p>Quoted as RFC 4180 says, UTF-8, lines ending in a single newline. Null becomes an empty field. Closed without a commit,
 * it leaves what stood there before.
 */
public final class CsvTable implements Closeable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final Path file;
    private final DraftFile draft;
    private final CSVPrinter printer;
    private long rows;

    private CsvTable(Path file, DraftFile draft, CSVPrinter printer) {
        this.file = file;
        this.draft = draft;
        this.printer = printer;
    }

    /** Starts a file with its header; an unusable place is an {@link UnusableInputException}. */
    public static CsvTable create(Path file, List<String> header) {
        Path folder = folderOf(file);
        try {
            DraftFile draft = DraftFile.of(file);
            CsvTable table = new CsvTable(
                    file, draft, new CSVPrinter(Files.newBufferedWriter(draft.path(), StandardCharsets.UTF_8), FORMAT));
            table.printer.printRecord(header);
            return table;
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be written: no file can be made in %s.".formatted(file, folder));
        }
    }

    /** Throws {@link UnusableInputException} if {@code file} can't become a file, so that work is not done for nothing. */
    public static void checkPlace(Path file) {
        if (!Files.isWritable(folderOf(file))) {
            throw new UnusableInputException(
                    "%s can't be written: no permission in %s.".formatted(file, folderOf(file)));
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UnusableInputException(file + " is a folder; name a file to write.");
        }
        if (!Files.isDirectory(folder)) {
            throw new UnusableInputException("%s can't be written: there is no folder %s.".formatted(file, folder));
        }
        return folder;
    }

    public void row(Iterable<?> fields) {
        try {
            printer.printRecord(fields);
            rows++;
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** Rows so far, the header not counted. */
    public long rows() {
        return rows;
    }

    /** Puts the file in its place. */
    public void commit() {
        try {
            printer.close(true);
            draft.commit();
        } catch (IOException e) {
            throw full(e);
        }
    }

    private UnusableInputException full(IOException e) {
        return new UnusableInputException("%s can't be written: %s.".formatted(file, e.getMessage()));
    }

    @Override
    public void close() {
        try {
            printer.close();
            draft.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
