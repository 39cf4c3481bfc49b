package dev.tagstream.client.files;

import dev.tagstream.client.files.LineReader.Line;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.tags.text.ShortLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proteins of a FASTA file, plain or gzip, in its order.
 *
 * <p>Sequences may be wrapped and in lower case; blanks in them and a closing * are dropped. A file in which two proteins
 * share an id, or one has no sequence, is refused as a whole: targets are few and each one multiplies the library.
 */
public final class FastaReader {
    private final String name;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private long total;

    private FastaReader(String name) {
        this.name = name;
    }

    /** All proteins of {@code file}, at least one. */
    public static List<Target> read(Path file) {
        try (LineReader lines = LineReader.open(file)) {
            FastaReader reader = new FastaReader(file.toString());
            reader.readAll(lines);
            return new ArrayList<>(reader.targets.values());
        }
    }

    private void readAll(LineReader lines) {
        @Nullable Line header = null;
        StringBuilder residues = new StringBuilder();
        for (Line line = lines.next(); line != null; line = lines.next()) {
            String text = line.text().strip();
            if (text.startsWith(">")) {
                add(header, residues);
                header = line;
                residues.setLength(0);
            } else if (!text.isEmpty() && !text.startsWith(";")) {
                if (header == null) {
                    throw refused(line.number(), "a FASTA file begins with a header line, > and an id");
                }
                append(residues, text, line.number());
            }
        }
        add(header, residues);
        if (targets.isEmpty()) {
            throw new UnusableInputException(
                    name + " holds no protein; expected FASTA: a line \">id\", then residues.");
        }
    }

    private void append(StringBuilder residues, String text, long line) {
        residues.append(text.replaceAll("\\s+", "").toUpperCase(Locale.ROOT));
        total += text.length();
        if (residues.length() > FileLimits.RESIDUES || total > FileLimits.FASTA_RESIDUES) {
            throw refused(
                    line,
                    "more than %,d residues in one protein or %,d in the file"
                            .formatted(FileLimits.RESIDUES, FileLimits.FASTA_RESIDUES));
        }
    }

    private void add(@Nullable Line header, StringBuilder residues) {
        if (header == null) {
            return;
        }
        String id = header.text().strip().substring(1).strip().split("[\\s,;]", 2)[0];
        if (id.isEmpty()) {
            throw refused(header.number(), "the header has no id after >");
        }
        if (id.length() > IntakeLimits.ID_LENGTH) {
            throw refused(
                    header.number(),
                    "the id %s has %,d characters, allowed are %d"
                            .formatted(ShortLine.value(id), id.length(), IntakeLimits.ID_LENGTH));
        }
        if (targets.size() == FileLimits.PROTEINS) {
            throw refused(header.number(), "more than %,d proteins in the file".formatted(FileLimits.PROTEINS));
        }
        if ((id + residues).indexOf(LineReader.NOT_UTF8) >= 0) {
            throw refused(header.number(), "protein " + id + " holds bytes that are not UTF-8");
        }
        String sequence = residues.toString();
        String ended = sequence.endsWith("*") ? sequence.substring(0, sequence.length() - 1) : sequence;
        if (ended.isEmpty()) {
            throw refused(header.number(), "protein " + id + " has no sequence");
        }
        if (targets.putIfAbsent(id, new Target(id, ended)) != null) {
            throw refused(header.number(), "a protein before this one has the id " + id);
        }
    }

    private UnusableInputException refused(long line, String why) {
        return new UnusableInputException("%s:%d: %s.".formatted(name, line, why));
    }
}
