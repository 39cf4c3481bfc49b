package dev.tagstream.fuzz.door;

import dev.tagstream.client.files.LabelledReader;
import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.PairsReader;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A CSV file, read as each of the kinds there are, one after another; the answer is the first rejection. */
public final class CsvDoor implements Door {
    private final ScratchFile file = ScratchFile.named("table.csv");
    private final FeedbackRows feedback = new FeedbackRows();

    public CsvDoor() throws IOException {}

    private interface Reading {
        void readAll(Consumer<RowProblem> problems);
    }

    @Override
    public Answer take(byte[] input) throws IOException {
        Path path = file.write(input);
        List<Reading> readings = List.of(
                problems -> library(path, problems),
                problems -> pairs(path, problems),
                problems -> labelled(path, problems),
                problems -> feedback.readAll(path, problems));
        Answer first = Answer.accepted();
        for (Reading reading : readings) {
            Answer answer = answer(reading);
            first = first.code().equals(Answer.ACCEPTED) ? answer : first;
        }
        return first;
    }

    private static Answer answer(Reading reading) {
        List<RowProblem> problems = new ArrayList<>();
        try {
            reading.readAll(problems::add);
        } catch (UnusableInputException e) {
            return Answer.refused(e.getMessage());
        }
        return problems.isEmpty()
                ? Answer.accepted()
                : new Answer(problems.get(0).reason().name(), problems.get(0).text());
    }

    private static void library(Path path, Consumer<RowProblem> problems) {
        try (LibraryReader reader = LibraryReader.open(path, Optional.empty(), Optional.empty(), problems)) {
            while (reader.next() != null) {}
        }
    }

    private static void pairs(Path path, Consumer<RowProblem> problems) {
        try (PairsReader reader = PairsReader.open(path, Map.of(), problems)) {
            while (reader.next() != null) {}
        }
    }

    private static void labelled(Path path, Consumer<RowProblem> problems) {
        try (LabelledReader reader =
                LabelledReader.open(path, List.of("smiles"), "value", Optional.of("relation"), problems)) {
            while (reader.next() != null) {}
        }
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts("""
                id,smiles,protein,value,relation,unit,measured_at,result_id
                c1,CCO,MTVPDRSEIAG,6.2,<,pKi,2026-03-31,r1
                "c,2","c1ccccc1",MKKL,1e-7,=,M,2026-03-31T14:05:00Z,r2
                """, """
                Compound_ID;SMILES;Sequence;Value;Relation;Units;Standard Type
                "a ""quoted"" id";CCN;MKKLLPT;>=250;;nM;Ki
                """, "smiles\tid\tvalue\trelation\tunit\tprotein\nCCO\tx\t<5\t<\tpKi\tMK\n");
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                ",",
                ";",
                "\t",
                "\"",
                "\"\"",
                "\n",
                "\r\n",
                "\ufeff",
                "smiles",
                "id",
                "value",
                "relation",
                "unit",
                "protein",
                "function",
                "6.2",
                "<5",
                ">=",
                "~",
                "1e308",
                "nM",
                "pKi",
                "Ki nM",
                "IC50 (uM)",
                "2026-03-31",
                "CCO",
                "MKKL",
                "+999999999-12-31",
                "-999999999-01-01T00:00:00Z",
                "2026-03-31 14:05",
                "\u00b5M",
                "\u2264",
                "\u0000",
                "'='",
                "1,5",
                "NaN",
                "Infinity",
                "BindingAffinity",
                "Toxicity",
                "yes",
                "0"));
        words.add(new byte[] {(byte) 0xff});
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        String header = "id,smiles,protein,value,relation,unit,measured_at,result_id\n";
        String row = "c1,CCO,MTVPDRSEIAG,%s,<,pKi,%s,%s\n";
        return Map.of(
                new Hostile("a million quotes in a field", "BAD_VALUE"),
                Door.bytes(header + row.formatted("x" + "\"".repeat(1_000_000), "2026-03-31", "r")),
                new Hostile("a value of a million digits that ends in a letter", "BAD_VALUE"),
                Door.bytes(header + row.formatted("1".repeat(1_000_000) + "x", "2026-03-31", "r")),
                new Hostile("a day in the year 999,999,999", "BAD_TIME"),
                Door.bytes(header + row.formatted("6", "+999999999-12-31", "r")),
                new Hostile("half a million columns", Answer.REFUSED),
                Door.bytes("c,".repeat(500_000) + "\n"),
                new Hostile("half a million fields", "TOO_MANY_FIELDS"),
                Door.bytes(header + "c,".repeat(500_000) + "\n"),
                new Hostile("a quote that is never closed", "UNCLOSED_QUOTE"),
                Door.bytes(header + "\"" + "c1,CCO\n".repeat(100_000)),
                new Hostile("an id of half a million letters", "ID_TOO_LONG"),
                Door.bytes(header + "x".repeat(500_000) + ",CCO,MTV,6,<,pKi,2026-03-31,r\n"));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
