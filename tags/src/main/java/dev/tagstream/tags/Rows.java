package dev.tagstream.tags;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** An immutable matrix of float32, row by row: the learned rows of a tag (p, d). */
public final class Rows {
    private final int rows;
    private final int width;
    private final float[] values; // rows x width

    /** Copies {@code values}; throws {@link IllegalArgumentException} if they are not rows x width finite numbers. */
    public Rows(int rows, int width, float[] values) {
        if (rows < 1 || width < 1 || values.length != (long) rows * width) {
            throw new IllegalArgumentException("expected %d x %d = %d values, found %d"
                    .formatted(rows, width, (long) rows * width, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "row %d, column %d is %s".formatted(i / width, i % width, values[i]));
            }
        }
        this.rows = rows;
        this.width = width;
        this.values = values.clone();
    }

    /** Reads rows x width float32 in little-endian order, as tag versions carry them on the wire; refuses what the constructor refuses. */
    public static Rows ofLittleEndian(int rows, int width, ByteBuffer bytes) {
        if (bytes.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of float32".formatted(bytes.remaining()));
        }
        FloatBuffer floats = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return new Rows(rows, width, values);
    }

    public ByteBuffer toLittleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    /** A copy, row by row. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rows that
                && rows == that.rows
                && width == that.width
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Rows[" + rows + " x " + width + "]";
    }
}
