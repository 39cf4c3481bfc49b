package dev.tagstream.client.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.client.files.RowReason;
import dev.tagstream.schemas.Relation;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitConversionTest {
    @ParameterizedTest
    @CsvSource({
        "1, nM, pKi, 9",
        "250, nM, pKi, 6.60206",
        "5.2, uM, pKd, 5.283997",
        "5.2, \u00b5M, pKd, 5.283997",
        "5.2, \u03bcM, pKd, 5.283997",
        "2, mM, pIC50, 2.69897",
        "1e-7, M, pIC50, 7",
        "30, pM, pKi, 10.522879",
        "250, nmol/L, pKi, 6.60206",
        "250, nm, pKi, 6.60206",
        "250, Ki nM, pKi, 6.60206",
        "250, Ki (nM), pKi, 6.60206",
        "6.5, pKi, pKi, 6.5",
        "6.5, PKI, pKi, 6.5",
        "6.5, pKi, nM, 316.227766",
        "250, nM, uM, 0.25",
        "1.5, logD, LogD, 1.5",
    })
    void bringsValuesIntoTheUnitOfTheFunction(double value, String from, String to, double expected) throws Exception {
        assertThat(convert(value, Relation.EQUAL, from, to, false).value()).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "LESS, uM, pKi, GREATER",
        "GREATER, uM, pKi, LESS",
        "EQUAL, uM, pKi, EQUAL",
        "LESS, pKi, nM, GREATER",
        "LESS, pKi, pKi, LESS",
        "GREATER, uM, nM, GREATER",
        "LESS, logD, logD, LESS",
    })
    void turnsABoundRoundWithALogarithm(Relation before, String from, String to, Relation after) throws Exception {
        assertThat(convert(5, before, from, to, false).relation()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "6, pIC50, pKi, OTHER_QUANTITY",
        "6, IC50 nM, pKi, OTHER_QUANTITY",
        "6, pKd, pKi, OTHER_QUANTITY",
        "0, nM, pKi, NOT_POSITIVE",
        "-3, uM, pKi, NOT_POSITIVE",
        "0, nM, uM, NOT_POSITIVE",
        "250, pKi, pKi, WRONG_UNIT",
        "1e12, M, pKi, WRONG_UNIT",
        "50, %, pKi, WRONG_UNIT",
        "6, pKa, pKi, WRONG_UNIT",
        "6, mm, pKi, WRONG_UNIT",
        "6, MM, pKi, WRONG_UNIT",
        "6, logS, logD, WRONG_UNIT",
        "6, nM, logD, WRONG_UNIT",
    })
    void refusesWhatCannotBeInTheUnit(double value, String from, String to, RowReason reason) {
        assertThatThrownBy(() -> convert(value, Relation.EQUAL, from, to, false))
                .isInstanceOfSatisfying(RefusedRowException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }

    @Test
    void takesOneQuantityForAnotherOnlyWhereThatIsAsked() throws Exception {
        assertThat(convert(6, Relation.EQUAL, "pIC50", "pKi", true).value()).isEqualTo(6);
        UnitConversion strict = new UnitConversion(AssayUnit.parse("pKi"), false);
        Measured value = new Measured(6, Relation.EQUAL);
        assertThat(strict.convert(value, AssayUnit.parse("pKi"), Optional.of("Ki")))
                .isEqualTo(value);
        assertThatThrownBy(() -> strict.convert(value, AssayUnit.parse("pKi"), Optional.of("IC50")))
                .hasMessage(
                        "IC50 is not Ki, which the function predicts; --same-scale with a reason takes one for the other");
    }

    @Property
    void findsTheConcentrationAgain(@ForAll @DoubleRange(min = 0.01, max = 1e6) double nanomolar) throws Exception {
        Measured logarithm = convert(nanomolar, Relation.LESS, "nM", "pKi", false);
        Measured back = convert(logarithm.value(), logarithm.relation(), "pKi", "nM", false);
        assertThat(back.value()).isCloseTo(nanomolar, within(1e-9 * nanomolar));
        assertThat(back.relation()).isEqualTo(Relation.LESS);
    }

    private static Measured convert(double value, Relation relation, String from, String to, boolean sameScale)
            throws RefusedRowException {
        return new UnitConversion(AssayUnit.parse(to), sameScale)
                .convert(new Measured(value, relation), AssayUnit.parse(from), Optional.empty());
    }
}
