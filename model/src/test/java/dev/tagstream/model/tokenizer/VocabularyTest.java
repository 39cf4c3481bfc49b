package dev.tagstream.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir
    Path folder;

    @Test
    void countsUpToTheLargestIdAndFindsTheStart() throws IOException {
        assertThat(read("{\"model\": {\"vocab\": {\"<unk>\": 0, \"<s>\": 1, \"a\": 7}}}"))
                .isEqualTo(new Vocabulary(8, 1));
        assertThat(read("{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\":"
                        + " [{\"id\": 12, \"content\": \"<|begin_of_text|>\"}, {\"id\": 3, \"content\": \"x\"}]}"))
                .isEqualTo(new Vocabulary(13, 12));
    }

    @Test
    void refusesATokenizerWithoutAStart() {
        assertThatThrownBy(() -> read("{\"model\": {\"vocab\": {\"a\": 0}}}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder.resolve("tokenizer.json")
                        + ": no token <s> or <|begin_of_text|>, and a prompt starts with one");
    }

    private Vocabulary read(String json) throws IOException {
        return Vocabulary.read(Files.writeString(folder.resolve("tokenizer.json"), json));
    }
}
