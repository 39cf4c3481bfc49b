package dev.tagstream.tags.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes safetensors files, good ones and, through {@link #editHeader}, ones that lie about themselves. */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Stored> tensors = new LinkedHashMap<>();

    private record Stored(String dtype, List<Long> shape, byte[] bytes) {}

    /** A change of a header before it is written. */
    public interface HeaderEdit {
        void apply(ObjectNode header);
    }

    /** Starts from the tensors of a file. */
    public static SafetensorsWriter copyOf(Path file) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (TensorSlice slice : SafetensorsFile.open(file).tensors().values()) {
            byte[] bytes = slice.readBytes(slice.begin(), Math.toIntExact(slice.end() - slice.begin()))
                    .array();
            writer.put(slice.name(), slice.type().name(), slice.shape(), bytes);
        }
        return writer;
    }

    public SafetensorsWriter put(String name, String dtype, List<Long> shape, byte[] bytes) {
        tensors.put(name, new Stored(dtype, shape, bytes));
        return this;
    }

    /** A float32 tensor. */
    public SafetensorsWriter put(String name, List<Long> shape, float... values) {
        return put(name, "F32", shape, bytes(values));
    }

    public SafetensorsWriter remove(String name) {
        if (tensors.remove(name) == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return this;
    }

    public void write(Path file) {
        editHeader(file, header -> {});
    }

    /** Writes the tensors' bytes under a changed header. */
    public void editHeader(Path file, HeaderEdit edit) {
        ObjectNode header = JSON.createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        tensors.forEach((name, stored) -> {
            ObjectNode entry = header.putObject(name);
            entry.put("dtype", stored.dtype());
            stored.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(data.size()).add(data.size() + stored.bytes().length);
            data.writeBytes(stored.bytes());
        });
        edit.apply(header);
        write(file, aligned(header.toString()), data.toByteArray());
    }

    /** Writes a length, the text of a header and data, whatever they are. */
    public static void write(Path file, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(0, text.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(length.array());
        all.writeBytes(text);
        all.writeBytes(data);
        try {
            Files.write(file, all.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rewrites a file with its header {@code spaces} longer, so that no tensor stands where it did. */
    public static void lengthenHeader(Path file, int spaces) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int headerLength = Math.toIntExact(
                ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong());
        String header = new String(all, Long.BYTES, headerLength, StandardCharsets.UTF_8);
        int dataStart = Long.BYTES + headerLength;
        byte[] data = new byte[all.length - dataStart];
        System.arraycopy(all, dataStart, data, 0, data.length);
        write(file, header + " ".repeat(spaces), data);
    }

    private static String aligned(String header) {
        int over = header.getBytes(StandardCharsets.UTF_8).length % Long.BYTES;
        return over == 0 ? header : header + " ".repeat(Long.BYTES - over);
    }

    private static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
