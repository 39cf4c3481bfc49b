package dev.tagstream.client.files;

import dev.tagstream.client.files.LibraryReader.RawRow;
import dev.tagstream.client.files.LibraryReader.RowSource;
import dev.tagstream.client.files.LineReader.Line;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A .smi file: SMILES, blanks, then the id up to the next blank; what follows is a comment.
 *
 * <p>Blank lines and lines that begin with # are no rows, nor is a header (a first line whose first word is "smiles"). An
 * extension between bars after the SMILES, as ChemAxon writes it, is passed over.
 */
final class SmiSource implements RowSource {
    private final LineReader lines;

    private SmiSource(LineReader lines) {
        this.lines = lines;
    }

    static SmiSource open(Path file) {
        return new SmiSource(LineReader.open(file));
    }

    @Override
    public @Nullable RawRow next() {
        Line line = lines.next();
        while (line != null && isNoRow(line)) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (line.cut()) {
            return RawRow.broken(line.number(), RowReason.LINE_TOO_LONG, tooLong());
        }
        return row(line);
    }

    static String tooLong() {
        return "the line is longer than %,d characters".formatted(FileLimits.LINE_CHARACTERS);
    }

    private static boolean isNoRow(Line line) {
        return line.text().isBlank()
                || line.text().startsWith("#")
                || (line.number() == 1 && firstWord(line.text()).equalsIgnoreCase("smiles"));
    }

    private static RawRow row(Line line) {
        String text = line.text();
        String smiles = firstWord(text); // empty where the line begins with a tab
        String rest = text.substring(text.indexOf(smiles) + smiles.length()).strip();
        int bar = rest.startsWith("|") ? rest.indexOf('|', 1) : -1;
        return RawRow.of(line.number(), firstWord(rest.substring(bar + 1).strip()), smiles);
    }

    private static String firstWord(String text) {
        String word = text.startsWith("\t") ? "" : text.strip();
        for (int i = 0; i < word.length(); i++) {
            if (Character.isWhitespace(word.charAt(i))) {
                return word.substring(0, i);
            }
        }
        return word;
    }

    @Override
    public void close() {
        lines.close();
    }
}
