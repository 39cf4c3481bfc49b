package dev.tagstream.tags.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes one safetensors file, tensor after tensor, so that a file may be larger than memory. What {@link SafetensorsFile} reads.
 *
 * <p>The file appears under its name once {@link #commit} was called; closed before, it leaves what stood there.
 */
public final class SafetensorsOutput implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK_ELEMENTS = 1 << 16;

    private final DraftFile draft;
    private final List<Tensor> tensors;
    private final FileChannel channel;
    private int current;
    private long writtenOfCurrent;

    /**
     * One tensor to come.
     *
     * @param type F32 or BF16
     * @param shape dimensions, empty for a scalar
     */
    public record Tensor(String name, TensorType type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        public long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        long bytes() {
            return Math.multiplyExact(elements(), type.bytes());
        }
    }

    private SafetensorsOutput(DraftFile draft, List<Tensor> tensors, FileChannel channel) {
        this.draft = draft;
        this.tensors = tensors;
        this.channel = channel;
    }

    /** Starts a file with the directory of all its tensors, whose values follow in that order. */
    public static SafetensorsOutput create(Path file, List<Tensor> tensors) throws IOException {
        DraftFile draft = DraftFile.of(file);
        byte[] header = header(tensors);
        FileChannel channel = FileChannel.open(
                draft.path(),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        SafetensorsOutput output = new SafetensorsOutput(draft, List.copyOf(tensors), channel);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        output.append(start.putLong(header.length).put(header).flip());
        return output;
    }

    /** Padded with blanks, so that elements of any type stand at a multiple of their size and can be mapped. */
    private static byte[] header(List<Tensor> tensors) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        Set<String> names = new HashSet<>();
        long at = 0;
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors are named " + tensor.name());
            }
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
            at += tensor.bytes();
        }
        String text = header.toString();
        int over = text.getBytes(StandardCharsets.UTF_8).length % Long.BYTES;
        return (text + " ".repeat((Long.BYTES - over) % Long.BYTES)).getBytes(StandardCharsets.UTF_8);
    }

    /** The next elements of the tensor whose turn it is; they must not reach into the one after it. */
    public void write(float... values) throws IOException {
        Tensor tensor = tensors.get(current);
        if (writtenOfCurrent + values.length > tensor.elements()) {
            throw new IllegalArgumentException("tensor %s has %d elements, %d were given"
                    .formatted(tensor.name(), tensor.elements(), writtenOfCurrent + values.length));
        }
        for (int from = 0; from < values.length; from += CHUNK_ELEMENTS) {
            int to = Math.min(from + CHUNK_ELEMENTS, values.length);
            ByteBuffer bytes =
                    ByteBuffer.allocate((to - from) * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = from; i < to; i++) {
                tensor.type().write(bytes, values[i]);
            }
            append(bytes.flip());
        }
        writtenOfCurrent += values.length;
        if (writtenOfCurrent == tensor.elements()) {
            current++;
            writtenOfCurrent = 0;
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Puts the file in its place; every tensor must have all its values. */
    public void commit() throws IOException {
        if (current < tensors.size()) {
            throw new IllegalStateException(
                    "tensor %s is incomplete".formatted(tensors.get(current).name()));
        }
        channel.close();
        draft.commit();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        draft.close();
    }
}
