package dev.tagstream.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.files.CsvRecordReader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;

class CsvRoundTripTest {
    @Property(tries = 300)
    void readsBackWhatALibraryWrote(@ForAll("tables") List<List<String>> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        CSVFormat.RFC4180.printRecord(text, "smiles", "id", "note");
        for (List<String> row : rows) {
            CSVFormat.RFC4180.printRecord(text, row.toArray());
        }
        Path file = Files.createTempFile("round", ".csv");
        try {
            Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(readAll(file)).isEqualTo(rows);
        } finally {
            Files.delete(file);
        }
    }

    private static List<List<String>> readAll(Path file) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvRecordReader reader = CsvRecordReader.open(file)) {
            reader.next(); // header
            for (CsvRecord record = reader.next(); record != null; record = reader.next()) {
                assertThat(record.problem()).isNull();
                rows.add(record.fields());
            }
        }
        return rows;
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> rest = Arbitraries.strings()
                .withChars("C1=#(),;\t\"'\n ")
                .withChars('\u00e9', '\u6c34')
                .ofMaxLength(12);
        Arbitrary<String> field = rest.map(text -> "C" + text); // a blank first field would make a blank line
        return field.list().ofSize(3).list().ofMaxSize(8);
    }
}
