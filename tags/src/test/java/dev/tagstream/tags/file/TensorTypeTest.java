package dev.tagstream.tags.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "0001, 5.9604645E-8",
        "03ff, 6.097555E-5",
        "0400, 6.1035156E-5",
        "3555, 0.33325195",
        "3c00, 1",
        "c000, -2",
        "7bff, 65504",
        "fbff, -65504",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN",
        "fe01, NaN"
    })
    void readsHalfPrecision(String bits, Float expected) {
        assertThat(read(TensorType.F16, bits)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "3f80, 1",
        "c000, -2",
        "0001, 9.18355E-41",
        "7f7f, 3.3895314E38",
        "ff80, -Infinity",
        "7fc0, NaN"
    })
    void readsBfloat16(String bits, Float expected) {
        assertThat(read(TensorType.BF16, bits)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3f80",
        "-0.0, 8000",
        "1.00390625, 3f80", // half way, to even
        "1.01171875, 3f82", // half way, to even
        "1.0039064, 3f81",
        "9.18355E-41, 0001",
        "3.4028235E38, 7f80", // rounds up to infinity
        "-Infinity, ff80",
        "NaN, 7fc0"
    })
    void writesBfloat16RoundedToTheNearest(Float value, String bits) {
        ByteBuffer buffer = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        TensorType.BF16.write(buffer, value);
        assertThat(buffer.getShort(0)).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @Test
    void halvesGrowWithTheirBits() {
        float before = -1;
        for (int bits = 0; bits <= 0x7c00; bits++) {
            float value = read(TensorType.F16, Integer.toHexString(bits));
            assertThat(value).isGreaterThan(before);
            assertThat(read(TensorType.F16, Integer.toHexString(bits | 0x8000))).isEqualTo(-value);
            before = value;
        }
    }

    @Test
    void onlyWholeNumbersAreNotFloatingPoint() {
        for (TensorType type : TensorType.values()) {
            assertThat(type.isFloatingPoint()).as(type.name()).isEqualTo(type != TensorType.I64);
        }
    }

    private static float read(TensorType type, String bits) {
        ByteBuffer buffer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(2, (short) Integer.parseInt(bits, 16));
        return type.read(buffer, 2);
    }
}
