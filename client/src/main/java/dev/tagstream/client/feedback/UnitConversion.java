package dev.tagstream.client.feedback;

import dev.tagstream.client.feedback.AssayUnit.Concentration;
import dev.tagstream.client.feedback.AssayUnit.Logarithm;
import dev.tagstream.client.files.RowReason;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings measured values into the unit of a function.
 *
 * @param to unit of the function
 * @param sameScale whether quantities that differ, such as Ki and IC50, are taken for one another
 */
public record UnitConversion(AssayUnit to, boolean sameScale) {
    /** Weaker than any effect: 100 mol/L, twice what water holds of itself. */
    private static final double LOWEST_LOGARITHM = -2;

    /** Stronger than any binding known by some orders; biotin and avidin have 15. */
    private static final double HIGHEST_LOGARITHM = 18;

    /**
     * Converts.
     *
     * @param quantity what was measured, where the row says it apart from the unit
     * @throws RefusedRowException if the value can't be in that unit, or the unit not become the function's
     */
    public Measured convert(Measured measured, AssayUnit from, Optional<String> quantity) throws RefusedRowException {
        checkQuantity(quantity);
        checkQuantity(from.quantity());
        if (from instanceof Concentration concentration) {
            checkPositive(measured, concentration);
            if (to instanceof Concentration wanted) {
                double ratio = Math.pow(10, concentration.exponent() - wanted.exponent());
                return new Measured(measured.value() * ratio, measured.relation());
            }
            if (to instanceof Logarithm) {
                double logarithm = -Math.log10(measured.value()) - concentration.exponent();
                return plausible(measured.flipped(logarithm), to);
            }
        }
        if (from instanceof Logarithm) {
            plausible(measured, from);
            if (to instanceof Logarithm) {
                return measured;
            }
            if (to instanceof Concentration wanted) {
                return measured.flipped(Math.pow(10, -measured.value() - wanted.exponent()));
            }
        }
        if (from instanceof AssayUnit.Other && from.name().equalsIgnoreCase(to.name())) {
            return measured;
        }
        throw new RefusedRowException(
                RowReason.WRONG_UNIT, "unit %s can't become %s".formatted(from.name(), to.name()));
    }

    private void checkQuantity(Optional<String> measured) throws RefusedRowException {
        Optional<String> wanted = to.quantity();
        if (!sameScale && measured.isPresent() && wanted.isPresent() && !measured.equals(wanted)) {
            throw new RefusedRowException(
                    RowReason.OTHER_QUANTITY,
                    "%s is not %s, which the function predicts; --same-scale with a reason takes one for the other"
                            .formatted(measured.get(), wanted.get()));
        }
    }

    private static void checkPositive(Measured measured, Concentration unit) throws RefusedRowException {
        if (measured.value() <= 0) {
            throw new RefusedRowException(
                    RowReason.NOT_POSITIVE,
                    "a concentration of %s %s is not above zero".formatted(measured.value(), unit.name()));
        }
    }

    private static Measured plausible(Measured measured, AssayUnit unit) throws RefusedRowException {
        if (measured.value() < LOWEST_LOGARITHM || measured.value() > HIGHEST_LOGARITHM) {
            throw new RefusedRowException(
                    RowReason.WRONG_UNIT,
                    String.format(
                            Locale.ROOT,
                            "a %s of %.4g is beyond any measurement (%.0f to %.0f): is its unit right?",
                            unit.name(),
                            measured.value(),
                            LOWEST_LOGARITHM,
                            HIGHEST_LOGARITHM));
        }
        return measured;
    }
}
