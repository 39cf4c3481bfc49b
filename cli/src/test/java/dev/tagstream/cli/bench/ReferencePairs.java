package dev.tagstream.cli.bench;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** reference-predictions.csv of mini-llama, computed with PyTorch: every molecule against every protein. */
public final class ReferencePairs {
    public static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    public record Files(String library, String targets, String pairs) {}

    private ReferencePairs() {}

    public static List<CSVRecord> read() throws IOException {
        try (Reader reader = new InputStreamReader(
                        ReferencePairs.class.getResourceAsStream("/mini-llama/reference-predictions.csv"),
                        StandardCharsets.UTF_8);
                CSVParser parser = FORMAT.parse(reader)) {
            return parser.getRecords();
        }
    }

    /** The pairs as a library, as targets and as a file of pairs; ids are places in the lists of distinct texts. */
    public static Files write(List<CSVRecord> reference, Path folder) throws IOException {
        StringBuilder library = new StringBuilder();
        StringBuilder targets = new StringBuilder();
        StringBuilder pairs = new StringBuilder("id,smiles,protein\n");
        distinct(reference, "smiles").forEach(smiles -> library.append(smiles)
                .append(" m")
                .append(distinct(reference, "smiles").indexOf(smiles))
                .append('\n'));
        distinct(reference, "protein").forEach(protein -> targets.append(">t")
                .append(distinct(reference, "protein").indexOf(protein))
                .append('\n')
                .append(protein)
                .append('\n'));
        for (int i = 0; i < reference.size(); i++) {
            pairs.append("p%d,%s,%s%n"
                    .formatted(
                            i, reference.get(i).get("smiles"), reference.get(i).get("protein")));
        }
        return new Files(
                write(folder.resolve("reference.smi"), library),
                write(folder.resolve("reference.fasta"), targets),
                write(folder.resolve("pairs.csv"), pairs));
    }

    private static String write(Path file, CharSequence text) throws IOException {
        return java.nio.file.Files.writeString(file, text).toString();
    }

    public static double value(List<CSVRecord> reference, String compoundId, String targetId) {
        String smiles = distinct(reference, "smiles").get(Integer.parseInt(compoundId.substring(1)));
        String protein = distinct(reference, "protein").get(Integer.parseInt(targetId.substring(1)));
        return reference.stream()
                .filter(row ->
                        row.get("smiles").equals(smiles) && row.get("protein").equals(protein))
                .mapToDouble(row -> Double.parseDouble(row.get("predicted_pKi")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> distinct(List<CSVRecord> reference, String column) {
        return new ArrayList<>(
                reference.stream().map(row -> row.get(column)).distinct().toList());
    }
}
