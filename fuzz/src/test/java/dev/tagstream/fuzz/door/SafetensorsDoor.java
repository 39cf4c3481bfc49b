package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.ScratchFile;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.file.TensorSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A safetensors file: opened, and every tensor read to its end. */
public final class SafetensorsDoor implements Door {
    private final ScratchFile file = ScratchFile.named("model.safetensors");

    public SafetensorsDoor() throws IOException {}

    @Override
    public Answer take(byte[] input) throws IOException {
        try {
            for (TensorSlice slice :
                    SafetensorsFile.open(file.write(input)).tensors().values()) {
                if (slice.read().length != slice.elements()) {
                    throw new AssertionError(slice);
                }
            }
            return Answer.accepted();
        } catch (CheckpointException e) {
            if (!e.getMessage().startsWith(file.path().toString())) {
                throw new AssertionError("the message does not name the file: " + e.getMessage());
            }
            return Answer.refused(e.getMessage());
        }
    }

    @Override
    public List<byte[]> examples() {
        return List.of(
                file("""
                        {"__metadata__":{"format":"pt"},"tag":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
                        "head":{"dtype":"F16","shape":[3],"data_offsets":[24,30]},\
                        "ids":{"dtype":"I64","shape":[1],"data_offsets":[30,38]},\
                        "half":{"dtype":"BF16","shape":[1,1],"data_offsets":[38,40]}}""", 40), file("{\"empty\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}   ", 0));
    }

    /** A file with such a header and so much data. */
    public static byte[] file(String header, int data) {
        byte[] text = Door.bytes(header);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.writeBytes(text);
        out.writeBytes(new byte[data]);
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
                "\"dtype\":",
                "\"F32\"",
                "\"BF16\"",
                "\"I64\"",
                "\"U8\"",
                "\"shape\":",
                "\"data_offsets\":",
                "[0,4]",
                "[]",
                "null",
                "\"t\":",
                "\\u0000",
                "\\ud800",
                "0",
                "-1",
                "4611686018427387904",
                "1e2",
                "__metadata__",
                "\u0000",
                "//");
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        String tensor = "{\"t\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,%d]}}";
        return Map.of(
                new Hostile("a header of 16 MB", Answer.REFUSED),
                file(tensor.formatted("[1]", 4) + " ".repeat(16 << 20), 4),
                new Hostile("a shape of a million ones", Answer.REFUSED),
                file(tensor.formatted("[1" + ",1".repeat(1_000_000) + "]", 4), 4),
                new Hostile("offsets of a million numbers", Answer.REFUSED),
                file("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0" + ",4".repeat(1_000_000) + "]}}", 4),
                new Hostile("a name of a million letters", Answer.REFUSED),
                file(
                        "{\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}"
                                .formatted("t".repeat(1_000_000)),
                        8),
                new Hostile("a dtype of a million letters", Answer.REFUSED),
                file(tensor.formatted("[1]", 4).replace("F32", "F".repeat(1_000_000)), 4),
                new Hostile("brackets a million deep", Answer.REFUSED),
                file("[".repeat(1_000_000), 4));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
