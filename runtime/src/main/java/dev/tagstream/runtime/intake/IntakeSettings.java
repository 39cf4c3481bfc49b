package dev.tagstream.runtime.intake;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.runtime.config.Settings;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** How large a record from outside may be: the same settings for every service. */
public final class IntakeSettings {
    /** Left beside protein and SMILES for identifiers, functions, key and headers. */
    private static final int OVERHEAD_BYTES = 8_192;

    private IntakeSettings() {}

    public static void define(ConfigDef config) {
        config.define(
                        "protein.max.length",
                        ConfigDef.Type.INT,
                        10_000,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Records with more residues are rejected.")
                .define(
                        "smiles.max.length",
                        ConfigDef.Type.INT,
                        2_000,
                        ConfigDef.Range.atLeast(1),
                        LOW,
                        "Records with a longer SMILES are rejected.")
                .define(
                        "record.max.bytes",
                        ConfigDef.Type.INT,
                        262_144,
                        ConfigDef.Range.between(1_024, 524_288),
                        LOW,
                        "Records whose key, value and headers take more bytes are rejected undecoded.");
    }

    public static IntakeLimits limits(Settings settings) {
        return new IntakeLimits(settings.number("smiles.max.length"), settings.number("protein.max.length"));
    }

    /** Whether a record that is allowed by its parts is allowed as a whole. */
    public static Optional<String> recordHoldsItsParts(Settings settings) {
        long most = 0L + settings.number("protein.max.length") + settings.number("smiles.max.length") + OVERHEAD_BYTES;
        return most <= settings.number("record.max.bytes")
                ? Optional.empty()
                : Optional.of(
                        "%s and %s with %d bytes for everything else are more than %s, so allowed requests would be rejected"
                                .formatted(
                                        settings.told("protein.max.length"),
                                        settings.told("smiles.max.length"),
                                        OVERHEAD_BYTES,
                                        settings.told("record.max.bytes")));
    }
}
