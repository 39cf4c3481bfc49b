package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of trained tags. The first byte of an input says which of its three files the rest is. */
public final class TagFolderDoor implements Door {
    private static final List<String> FILES =
            List.of("domain-tags.safetensors", "function-tags.safetensors", "tags.json");

    private final Path folder = Files.createTempDirectory("fuzz");
    private final List<byte[]> good = new ArrayList<>();

    public TagFolderDoor() throws IOException {
        Rows row = new Rows(1, 2, new float[] {1, 2});
        new TagFiles(
                        List.of(new DomainTag(new TagId("SMILES", 1, ""), new Rows(2, 2, new float[] {1, 2, 3, 4}))),
                        List.of(new FunctionTag(
                                new TagId("F", 1, ""),
                                List.of(new FunctionTag.Member(row, row)),
                                6,
                                1.5,
                                "pKi",
                                PromptTemplate.parse("{bos}{SMILES}\n{function}"))))
                .write(folder);
        for (String file : FILES) {
            good.add(Files.readAllBytes(folder.resolve(file)));
        }
    }

    @Override
    public Answer take(byte[] input) throws IOException {
        int which = input.length == 0 ? 0 : Math.floorMod(input[0], FILES.size());
        for (int i = 0; i < FILES.size(); i++) {
            byte[] content =
                    i == which ? Arrays.copyOfRange(input, Math.min(1, input.length), input.length) : good.get(i);
            Files.write(folder.resolve(FILES.get(i)), content);
        }
        try {
            TagFiles.read(folder);
            return Answer.accepted();
        } catch (CheckpointException e) {
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return List.of(file(0, good.get(0)), file(1, good.get(1)), file(2, good.get(2)));
    }

    private static byte[] file(int which, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(which);
        out.writeBytes(content);
        return out.toByteArray();
    }

    @Override
    public List<byte[]> words() {
        return Door.texts(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                ",",
                "\"F32\"",
                "\"I64\"",
                "\"F16\"",
                "\"shape\":",
                "[2,1]",
                "[0]",
                "\"F\"",
                "\"F.head\"",
                "\"head\"",
                "\"target\"",
                "\"G.target\"",
                "\"unit\"",
                "\"template\"",
                "{SMILES}",
                "{function}",
                "null",
                "\u0000",
                "\\u0000");
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a template of 300,000 slots", Answer.REFUSED),
                file(
                        2,
                        Door.bytes(
                                "{\"F\":{\"unit\":\"pKi\",\"template\":\"" + "{S}".repeat(300_000) + "{function}\"}}")),
                new Hostile("a domain tag of 2 million rows", Answer.REFUSED),
                file(
                        0,
                        SafetensorsDoor.file(
                                "{\"SMILES\":{\"dtype\":\"F32\",\"shape\":[2000000,2],\"data_offsets\":[0,16000000]}}",
                                16_000_000)),
                new Hostile("a million tensors that belong to nothing", Answer.REFUSED),
                file(1, SafetensorsDoor.file("{\"head\":" + "[".repeat(500) + "]".repeat(500) + "}", 0)));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
