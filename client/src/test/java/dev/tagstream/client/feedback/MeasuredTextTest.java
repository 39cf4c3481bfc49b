package dev.tagstream.client.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.files.RowReason;
import dev.tagstream.schemas.Relation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "6.2   | \"\"  | EQUAL   | 6.2",
                "<5.2  | \"\"  | LESS    | 5.2",
                "> 10  | \"\"  | GREATER | 10",
                ">=10  | \"\"  | GREATER | 10",
                "~7    | \"\"  | EQUAL   | 7",
                "\u22645 | \"\" | LESS    | 5",
                "5     | <     | LESS    | 5",
                "5     | '>'   | GREATER | 5",
                "5     | ~     | EQUAL   | 5",
                "<5    | <=    | LESS    | 5",
                "1e-7  | =     | EQUAL   | 1e-7",
                "-1.5  | =     | EQUAL   | -1.5",
                ".5    | =     | EQUAL   | 0.5",
            })
    void readsTheRelationBesideOrInFront(String value, String relation, Relation expected, double number)
            throws RefusedRowException {
        assertThat(MeasuredText.read(value, relation)).isEqualTo(new Measured(number, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "<, '', NO_VALUE",
        "n.d., '', BAD_VALUE",
        "NaN, '', BAD_VALUE",
        "Infinity, '', BAD_VALUE",
        "1e999, '', BAD_VALUE",
        "0x1p3, '', BAD_VALUE",
        "5d, '', BAD_VALUE",
        "5 uM, '', BAD_VALUE",
        "<5, >, BAD_RELATION",
        "5, about, BAD_RELATION",
        "<>5, '', BAD_RELATION",
    })
    void refusesWhatIsNoNumber(String value, String relation, RowReason reason) {
        assertThatThrownBy(() -> MeasuredText.read(value, relation))
                .isInstanceOfSatisfying(RefusedRowException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }

    @Test
    void saysHowToWriteADecimalComma() {
        assertThatThrownBy(() -> MeasuredText.read("6,2", ""))
                .hasMessage("value \"6,2\" has a comma; write it with a point");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31, 2026-03-31T00:00:00Z",
        "2026-03-31T14:05:00Z, 2026-03-31T14:05:00Z",
        "2026-03-31T14:05:00+02:00, 2026-03-31T12:05:00Z",
        "2026-03-31T14:05, 2026-03-31T14:05:00Z",
        "2026-03-31 14:05:01, 2026-03-31T14:05:01Z",
    })
    void readsTimes(String text, Instant expected) throws RefusedRowException {
        assertThat(AssayTime.read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"31.3.2026", "03/31/2026", "2026-02-30", "yesterday", "2026-03-31T25:00"})
    void refusesTimesThatCouldMeanAnything(String text) {
        assertThatThrownBy(() -> AssayTime.read(text))
                .isInstanceOf(RefusedRowException.class)
                .hasMessageContaining(text);
    }
}
