package dev.tagstream.fuzz.door;

import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A .smi library, or one that is packed by gzip. */
public final class LibraryDoor implements Door {
    private static final List<byte[]> PLAIN = Door.texts(
            "CCO ethanol\nCCN ethylamine a comment\n",
            "smiles id\r\nc1ccccc1 benzene\r\n\r\n# a remark\r\nCC |$;R$| x\r\n",
            "\ufeffCCO\tone\rCCN\ttwo",
            "CCO\nCCN\n");

    private final ScratchFile file;
    private final boolean packed;

    private LibraryDoor(ScratchFile file, boolean packed) {
        this.file = file;
        this.packed = packed;
    }

    public static LibraryDoor plain() throws IOException {
        return new LibraryDoor(ScratchFile.named("library.smi"), false);
    }

    public static LibraryDoor packed() throws IOException {
        return new LibraryDoor(ScratchFile.named("library.smi.gz"), true);
    }

    @Override
    public Answer take(byte[] input) throws IOException {
        List<RowProblem> problems = new ArrayList<>();
        try (LibraryReader reader =
                LibraryReader.open(file.write(input), Optional.empty(), Optional.empty(), problems::add)) {
            while (reader.next() != null) {}
        } catch (UnusableInputException e) {
            return Answer.refused(e.getMessage());
        }
        return problems.isEmpty()
                ? Answer.accepted()
                : new Answer(problems.get(0).reason().name(), problems.get(0).text());
    }

    @Override
    public List<byte[]> examples() {
        return packed ? PLAIN.stream().map(LibraryDoor::gzip).toList() : PLAIN;
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                "CCO", " ", "\t", "\n", "\r", "\r\n", "\ufeff", "#", "|", "smiles", "id", "\u0000", "\u2028",
                "\u00a0"));
        words.add(new byte[] {(byte) 0xff});
        words.add(new byte[] {0x1f, (byte) 0x8b, 8});
        if (packed) {
            words.add(gzip(Door.bytes("CCO x\n")));
            words.add(new byte[] {0x1f, (byte) 0x8b, 8, 0x1c}); // with extra field, name and comment
        }
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return packed
                ? Map.of(
                        new Hostile("a bomb of one line", Answer.REFUSED),
                        bomb((byte) 'C'),
                        new Hostile("a bomb of empty lines", Answer.REFUSED),
                        bomb((byte) '\n'))
                : Map.of(
                        new Hostile("a line of two million letters", "LINE_TOO_LONG"),
                        Door.bytes("C".repeat(2_000_000) + " x\nCCO y\n"),
                        new Hostile("an id of a million letters", "ID_TOO_LONG"),
                        Door.bytes("CCO " + "x".repeat(1_000_000) + "\n"));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** 300 MB in 300 kB. */
    private static byte[] bomb(byte filling) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 20];
        java.util.Arrays.fill(block, filling);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 300; i++) {
                gzip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
