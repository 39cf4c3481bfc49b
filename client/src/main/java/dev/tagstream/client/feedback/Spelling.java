package dev.tagstream.client.feedback;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How units and quantities are written. */
final class Spelling {
    /** A quantity, then its unit, perhaps in brackets. */
    static final Pattern QUANTITY_AND_UNIT =
            Pattern.compile("([A-Za-z]+[0-9]*)[\\s_]*[(\\[]?\\s*([^\\s()\\[\\]]+)\\s*[)\\]]?");

    /** Decimal exponents of concentrations in mol/L. */
    static final Map<String, Integer> EXPONENTS = Map.of("M", 0, "mM", -3, "uM", -6, "nM", -9, "pM", -12, "fM", -15);

    /** Concentrations that stand for the strength of an effect or a binding. An acid's Ka is none of them. */
    static final Map<String, String> QUANTITIES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (String quantity : new String[] {"Ki", "Kd", "Kb", "IC50", "EC50", "AC50", "GI50", "CC50", "Km"}) {
            QUANTITIES.put(quantity, quantity);
        }
    }

    private Spelling() {}

    /** {@code nm} as {@code nM}. */
    static String withM(String unit) {
        return unit.substring(0, unit.length() - 1) + "M";
    }
}
