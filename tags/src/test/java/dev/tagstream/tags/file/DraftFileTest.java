package dev.tagstream.tags.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftFileTest {
    @TempDir
    Path folder;

    @Test
    void appearsWholeAndReplacesWhatStoodThere() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "before");
        try (DraftFile draft = DraftFile.of(file)) {
            Files.writeString(draft.path(), "after");
            assertThat(file).hasContent("before");
            draft.commit();
        }
        assertThat(file).hasContent("after");
        assertThat(names()).containsExactly("x.csv");
    }

    @Test
    void leavesWhatStoodThereWhereItIsNotCommitted() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "before");
        try (DraftFile draft = DraftFile.of(file)) {
            Files.writeString(draft.path(), "half");
        }
        assertThat(file).hasContent("before");
        assertThat(names()).containsExactly("x.csv");
    }

    @Test
    void takesAFileOfTheFolderOneIsIn() {
        assertThat(DraftFile.of(Path.of("x.csv")).path())
                .isAbsolute()
                .hasParentRaw(Path.of("").toAbsolutePath());
    }

    private String[] names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
        }
    }
}
