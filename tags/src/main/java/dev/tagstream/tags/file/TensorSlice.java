package dev.tagstream.tags.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * One tensor of a safetensors file, still on disk.
 *
 * @param name tensor name
 * @param type element type
 * @param shape dimensions, empty for a scalar
 * @param file the file that holds it
 * @param begin first byte, counted from the start of the file
 * @param end byte after the last
 */
public record TensorSlice(String name, TensorType type, List<Long> shape, Path file, long begin, long end) {
    public TensorSlice {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** All elements as float32; for tensors of less than 2^31 bytes. */
    public float[] read() {
        ByteBuffer bytes = readAllBytes();
        float[] values = new float[Math.toIntExact(elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes, i * type.bytes());
        }
        return values;
    }

    /** All elements of an I64 tensor. */
    public long[] readLongs() {
        if (type != TensorType.I64) {
            throw new CheckpointException("%s: tensor %s is %s, not I64".formatted(file, name, type));
        }
        long[] values = new long[Math.toIntExact(elements())];
        readAllBytes().asLongBuffer().get(values);
        return values;
    }

    private ByteBuffer readAllBytes() {
        if (end - begin > Integer.MAX_VALUE) {
            throw new CheckpointException(
                    "%s: tensor %s has %d bytes, too many to copy; save the file with its tensors aligned to their element size"
                            .formatted(file, name, end - begin));
        }
        return readBytes(begin, (int) (end - begin));
    }

    /** Bytes of the file from {@code from} on, little-endian. */
    public ByteBuffer readBytes(long from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("the file ends at byte " + (from + bytes.position()));
                }
            }
        } catch (IOException e) {
            throw new CheckpointException("%s: can't read tensor %s: %s".formatted(file, name, e.getMessage()), e);
        }
        return bytes.flip();
    }
}
