package dev.tagstream.client.feedback;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/** The unit of a measured value, read from the texts that laboratories write. */
public sealed interface AssayUnit {
    /** The usual spelling. */
    String name();

    /** What was measured in it, for instance Ki; empty where the unit does not say. */
    Optional<String> quantity();

    /**
     * A concentration.
     *
     * @param exponent of ten: one of it is 10^exponent mol/L
     */
    record Concentration(String name, Optional<String> quantity, int exponent) implements AssayUnit {}

    /** The negative decimal logarithm of a concentration in mol/L, for instance pKi. */
    record Logarithm(String name, Optional<String> quantity) implements AssayUnit {}

    /** Any other, known by its name alone. */
    record Other(String name) implements AssayUnit {
        @Override
        public Optional<String> quantity() {
            return Optional.empty();
        }
    }

    /**
     * Reads {@code nM}, {@code µM}, {@code nmol/L}, {@code pKi}, {@code Ki nM}, {@code IC50 (uM)}; case does not matter but
     * between M and m, where mM and MM are worlds apart.
     */
    static AssayUnit parse(String text) {
        String plain = text.strip().replace('\u00b5', 'u').replace('\u03bc', 'u');
        Matcher both = Spelling.QUANTITY_AND_UNIT.matcher(plain);
        Optional<String> quantity = both.matches() ? quantityNamed(both.group(1)) : Optional.empty();
        Optional<Concentration> concentration =
                quantity.isPresent() ? concentration(both.group(2), quantity) : concentration(plain, quantity);
        if (concentration.isPresent()) {
            return concentration.get();
        }
        Optional<String> logarithmOf =
                plain.toLowerCase(Locale.ROOT).startsWith("p") ? quantityNamed(plain.substring(1)) : Optional.empty();
        return logarithmOf
                .<AssayUnit>map(named -> new Logarithm("p" + named, logarithmOf))
                .orElseGet(() -> new Other(text.strip()));
    }

    /** A quantity that is a concentration, in its usual spelling; empty for any other text. */
    static Optional<String> quantityNamed(String text) {
        return Optional.ofNullable(Spelling.QUANTITIES.get(text.strip()));
    }

    private static Optional<Concentration> concentration(String text, Optional<String> quantity) {
        String unit = text.strip().replaceFirst("(?i)mol(/l| l-1)$", "M");
        Integer exponent = Spelling.EXPONENTS.get(unit.equals("nm") || unit.equals("um") ? unit.charAt(0) + "M" : unit);
        return Optional.ofNullable(exponent).map(power -> new Concentration(Spelling.withM(unit), quantity, power));
    }
}
