package dev.tagstream.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** How measured numbers are written. */
public final class Figures {
    private static final MathContext DIGITS = new MathContext(6);

    private Figures() {}

    /** Six digits: more are noise. What could not be measured is null. */
    public static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, new BigDecimal(value).round(DIGITS).doubleValue());
        } else {
            node.putNull(key);
        }
    }
}
