package dev.tagstream.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path folder;

    @Test
    void quotesWhatNeedsQuotesAndLeavesNullEmpty() throws IOException {
        Path file = folder.resolve("out.csv");
        try (CsvTable table = CsvTable.create(file, List.of("a", "b", "c"))) {
            table.row(Arrays.asList("x,y", "say \"hi\"", null));
            table.row(List.of(1.5, 2, "two\nlines"));
            assertThat(table.rows()).isEqualTo(2);
            table.commit();
        }
        assertThat(file).content().isEqualTo("a,b,c\n\"x,y\",\"say \"\"hi\"\"\",\n1.5,2,\"two\nlines\"\n");
        assertThat(filesLeft()).containsExactly("out.csv");
    }

    @Test
    void leavesTheOldFileUntilCommitted() throws IOException {
        Path file = Files.writeString(folder.resolve("out.csv"), "old");
        try (CsvTable table = CsvTable.create(file, List.of("a"))) {
            table.row(List.of("new"));
        }
        assertThat(file).hasContent("old");
        assertThat(filesLeft()).containsExactly("out.csv");
    }

    @Test
    void refusesAPlaceThatIsNone() {
        assertThatThrownBy(() -> CsvTable.checkPlace(folder))
                .hasMessageContaining("is a folder; name a file to write.");
        assertThatThrownBy(() -> CsvTable.create(folder.resolve("none").resolve("o.csv"), List.of("a")))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("there is no folder");
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
