package dev.tagstream.model.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The few opcodes of Python's pickle protocol 2 that a TorchScript archive's data.pkl needs. */
public final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PickleWriter() {
        out.write(0x80);
        out.write(2);
    }

    public byte[] toBytes() {
        out.write('.');
        return out.toByteArray();
    }

    /** An object of a TorchScript class with its attributes. */
    public PickleWriter object(String module, String name, Consumer<PickleWriter> attributes) {
        global(module, name);
        out.write(')');
        out.write(0x81); // an empty object of the class
        out.write('}');
        out.write('(');
        attributes.accept(this);
        out.write('u');
        out.write('b'); // the dictionary becomes its state
        return this;
    }

    PickleWriter emptyTuple() {
        out.write(')');
        return this;
    }

    public PickleWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        fourBytes(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    public PickleWriter integer(long value) {
        if (value == (int) value) {
            out.write('J');
            fourBytes((int) value);
        } else {
            out.write(0x8a); // long of 8 bytes
            out.write(Long.BYTES);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }
        return this;
    }

    PickleWriter number(double value) {
        out.write('G');
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
        return this;
    }

    public PickleWriter bool(boolean value) {
        out.write(value ? 0x88 : 0x89);
        return this;
    }

    /** A list with its TorchScript type, for instance {@code List[str]}. */
    <T> PickleWriter list(String type, List<T> items, Consumer<T> item) {
        return typed(type, () -> {
            out.write(']');
            out.write('(');
            items.forEach(item);
            out.write('e');
        });
    }

    /** An empty dictionary with its TorchScript type, for instance {@code Dict[str, Tensor]}. */
    public PickleWriter emptyDictionary(String type) {
        return typed(type, () -> out.write('}'));
    }

    /** An attribute's name; its value must follow. */
    public PickleWriter key(String name) {
        return text(name);
    }

    private PickleWriter typed(String type, Runnable value) {
        global("torch.jit._pickle", "restore_type_tag");
        out.write('(');
        value.run();
        text(type);
        out.write('t');
        out.write('R');
        return this;
    }

    private void global(String module, String name) {
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void fourBytes(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
