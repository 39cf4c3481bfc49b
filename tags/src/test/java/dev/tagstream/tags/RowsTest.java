package dev.tagstream.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @Test
    void doesNotChangeWithTheArraysItWasMadeFromOrGaveOut() {
        float[] values = SIX.clone();
        Rows rows = new Rows(2, 3, values);
        values[0] = 9;
        rows.toArray()[1] = 9;
        assertThat(rows.toArray()).containsExactly(SIX);
    }

    @Test
    void isEqualByShapeAndContent() {
        assertThat(new Rows(2, 3, SIX))
                .isEqualTo(new Rows(2, 3, SIX))
                .hasSameHashCodeAs(new Rows(2, 3, SIX))
                .isNotEqualTo(new Rows(3, 2, SIX))
                .isNotEqualTo(new Rows(2, 3, new float[6]));
        assertThat(new Rows(2, 3, SIX).toString()).isEqualTo("Rows[2 x 3]");
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 4", "0, 6, 0", "6, 0, 0", "-2, -3, 6", "65536, 65536, 4294967296", "2147483647, 2, 4294967294"})
    void refusesAShapeThatIsNotThatOfItsValues(int rows, int width, long product) {
        assertThatThrownBy(() -> new Rows(rows, width, rows * width == 0 ? new float[0] : SIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected %d x %d = %d values, found ".formatted(rows, width, product));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void namesThePlaceOfAValueThatIsNotFinite(float value) {
        float[] values = SIX.clone();
        values[5] = value;
        assertThatThrownBy(() -> new Rows(2, 3, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1, column 2 is " + value);
    }

    @Property(tries = 200)
    void comesBackFromItsBytes(
            @ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(min = 1, max = 5) int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i) * rows;
        }
        Rows written = new Rows(rows, width, values);
        assertThat(Rows.ofLittleEndian(rows, width, written.toLittleEndian())).isEqualTo(written);
    }

    @Test
    void readsLittleEndianWhateverTheBufferSaysAndLeavesItWhereItWas() {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN);
        bytes.put(4, (byte) 0).put(6, (byte) 0x80).put(7, (byte) 0x3f).position(4);
        assertThat(Rows.ofLittleEndian(1, 1, bytes).toArray()).containsExactly(1);
        assertThat(bytes.position()).isEqualTo(4);
    }

    @Test
    void refusesBytesThatAreNoWholeNumberOfValues() {
        assertThatThrownBy(() -> Rows.ofLittleEndian(1, 1, ByteBuffer.allocate(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("7 bytes are no whole number of float32");
        assertThatThrownBy(() -> Rows.ofLittleEndian(1, 1, ByteBuffer.allocate(8)))
                .hasMessage("expected 1 x 1 = 1 values, found 2");
    }
}
