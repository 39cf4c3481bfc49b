package dev.tagstream.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden tokenizer has a token a character: line feed is 3, printable ASCII begins with the space at 4. */
class TokenizerTest {
    private static final Path FILE =
            CheckpointFolder.golden(CheckpointFolder.PLAIN).resolve("tokenizer.json");
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizer.open(FILE);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void givesEveryCharacterItsToken() {
        StringBuilder text = new StringBuilder("\n");
        int[] expected = new int[1 + '~' - ' ' + 1];
        expected[0] = 3;
        for (char character = ' '; character <= '~'; character++) {
            text.append(character);
            expected[1 + character - ' '] = character - ' ' + 4;
        }
        assertThat(tokenizer.ids(text.toString())).containsExactly(expected);
    }

    @Test
    void addsNoStartTokenAndNoSpaceAndCutsNothing() {
        assertThat(tokenizer.ids("")).isEmpty();
        assertThat(tokenizer.ids("C")).containsExactly('C' - 28);
        assertThat(tokenizer.ids(" C ")).containsExactly(4, 'C' - 28, 4);
        assertThat(tokenizer.ids("CN".repeat(5000))).hasSize(10000);
    }

    @ParameterizedTest
    @CsvSource({
        "é, é, U+00E9, 1",
        "CCéO, é, U+00E9, 3",
        "CC🧪O, 🧪, U+1F9EA, 3",
        "C→🧪, →, U+2192, 2",
        "🧪é, 🧪, U+1F9EA, 1",
        "CCOé, é, U+00E9, 4",
        "CCO🧪, 🧪, U+1F9EA, 4"
    })
    void namesTheFirstCharacterWithoutATokenAndItsPosition(
            String text, String character, String codePoint, int position) {
        assertThatThrownBy(() -> tokenizer.ids(text))
                .isInstanceOf(UntokenizableTextException.class)
                .hasMessage("the tokenizer has no token for character %s (%s) at position %d"
                        .formatted(character, codePoint, position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C\tC", "C\0C", "C\ud83eC"})
    void refusesControlCharactersAndHalvesOfPairs(String text) {
        assertThatThrownBy(() -> tokenizer.ids(text))
                .isInstanceOf(UntokenizableTextException.class)
                .hasMessageContaining("at position 2");
    }

    @Test
    void givesTheSameIdsToManyThreads() throws Exception {
        List<String> texts = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add("C".repeat(i) + "N(=O)" + "c1ccccc1".repeat(50 - i));
            expected.add(tokenizer.ids(texts.get(i)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 20; round++) {
                        for (int i = 0; i < texts.size(); i++) {
                            assertThat(tokenizer.ids(texts.get(i))).containsExactly(expected.get(i));
                        }
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isNamedByItsContent(@TempDir Path folder) throws IOException {
        Path copy = folder.resolve("tokenizer.json");
        Files.copy(FILE, copy);
        try (Tokenizer same = Tokenizer.open(copy)) {
            assertThat(same.fingerprint()).isEqualTo(tokenizer.fingerprint()).hasSize(64);
        }
        Files.writeString(copy, Files.readString(FILE) + "\n");
        try (Tokenizer other = Tokenizer.open(copy)) {
            assertThat(other.fingerprint()).isNotEqualTo(tokenizer.fingerprint());
        }
    }

    @Test
    void saysWhatToDoWithoutATokenizerFile(@TempDir Path folder) {
        assertThatThrownBy(() -> Tokenizer.open(folder.resolve("tokenizer.json")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(folder.resolve("tokenizer.json") + ": no such file", "tokenizer.model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "{\"model\": {\"type\": \"Unheard\"}}"})
    void refusesAFileThatIsNoTokenizerInOneLine(String json, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json);
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": not ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "REDACTED"));
    }
}
