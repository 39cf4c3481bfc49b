package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.model.tokenizer.Vocabulary;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tokenizer.json: its vocabulary is read, a tokenizer made, and texts are tokenised. */
public final class TokenizerDoor implements Door {
    private final ScratchFile file = ScratchFile.named("tokenizer.json");

    public TokenizerDoor() throws IOException {}

    @Override
    public Answer take(byte[] input) throws IOException {
        try {
            Vocabulary vocabulary = Vocabulary.read(file.write(input));
            if (vocabulary.size() < 1 || vocabulary.bosTokenId() >= vocabulary.size()) {
                throw new AssertionError(vocabulary);
            }
            try (Tokenizer tokenizer = Tokenizer.open(file.path())) {
                tokenizer.ids("CC(=O)Oc1ccccc1C(=O)O");
                tokenizer.ids("MTVPDRSEIAG\n");
            }
            return Answer.accepted();
        } catch (CheckpointException e) {
            return Answer.refused(e.getMessage());
        } catch (UntokenizableTextException e) {
            return new Answer("UNTOKENIZABLE", e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        try (InputStream in =
                Objects.requireNonNull(TokenizerDoor.class.getResourceAsStream("/mini-llama/tokenizer.json"))) {
            return List.of(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> words() {
        return new ArrayList<>(Door.texts(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                ",",
                "null",
                "true",
                "false",
                "-1",
                "4294967296",
                "2147483647",
                "\"<unk>\"",
                "\"<s>\"",
                "\"id\":",
                "\"content\":",
                "\"vocab\":",
                "\"merges\":",
                "[\"C C\"]",
                "[[\"C\",\"C\"]]",
                "\"type\":",
                "\"BPE\"",
                "\"Unigram\"",
                "\"WordPiece\"",
                "\"WordLevel\"",
                "\"pre_tokenizer\":{\"type\":\"Whitespace\"}",
                "\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(C*)*$\"},\"content\":\"\"}",
                "\"byte_fallback\":true",
                "\"ignore_merges\":true",
                "\"dropout\":0.5",
                "\"\"",
                "\\u0000",
                "\\ud800"));
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        String good = new String(examples().get(0), java.nio.charset.StandardCharsets.UTF_8);
        return Map.of(
                new Hostile("brackets a million deep", Answer.REFUSED),
                Door.bytes("[".repeat(1_000_000)),
                new Hostile("an id beyond every vocabulary", Answer.REFUSED),
                Door.bytes(good.replaceFirst("\"id\": 1,", "\"id\": 2147483647,")),
                new Hostile("an id below zero", Answer.REFUSED),
                Door.bytes(good.replaceFirst("\"id\": 2,", "\"id\": -5,")),
                new Hostile("an id that is a word", Answer.REFUSED),
                Door.bytes(good.replaceFirst("\"id\": 2,", "\"id\": \"two\",")));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
