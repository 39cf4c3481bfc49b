package dev.tagstream.tags.file;

import java.nio.ByteBuffer;

/** Element types of the safetensors format that are read here; weights and tags are floating point. */
public enum TensorType {
    F32(4, 6),
    F16(2, 5),
    BF16(2, 15),
    I64(8, 4);

    private final int bytes;
    private final int torchCode;

    TensorType(int bytes, int torchCode) {
        this.bytes = bytes;
        this.torchCode = torchCode;
    }

    public int bytes() {
        return bytes;
    }

    /** PyTorch's ScalarType number of the same type. */
    public int torchCode() {
        return torchCode;
    }

    public boolean isFloatingPoint() {
        return this != I64;
    }

    /** The element that starts at byte {@code at} of a little-endian buffer. */
    float read(ByteBuffer buffer, int at) {
        return switch (this) {
            case F32 -> buffer.getFloat(at);
            case F16 -> halfToFloat(buffer.getShort(at));
            case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
            case I64 -> buffer.getLong(at);
        };
    }

    /** Appends an element in F32 or BF16 to a little-endian buffer, rounded to the nearest, ties to even. */
    void write(ByteBuffer buffer, float value) {
        switch (this) {
            case F32 -> buffer.putFloat(value);
            case BF16 -> buffer.putShort(floatToBfloat16(value));
            case F16, I64 -> throw new IllegalArgumentException("elements of type %s are only read".formatted(this));
        }
    }

    private static short floatToBfloat16(float value) {
        int bits = Float.floatToIntBits(value); // NaN in its one canonical form, which has no low bits to carry
        int half = 0x7fff + ((bits >> 16) & 1);
        return (short) ((bits + half) >> 16);
    }

    /** IEEE 754 binary16; the JDK has this conversion from version 20 on. */
    private static float halfToFloat(short half) {
        int sign = half < 0 ? -1 : 1;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return exponent == 0
                ? sign * Math.scalb((float) fraction, -24)
                : sign * Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
}
