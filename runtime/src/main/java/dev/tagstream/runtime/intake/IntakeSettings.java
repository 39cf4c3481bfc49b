package dev.tagstream.runtime.intake;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import dev.tagstream.runtime.config.SettingsRule;
import java.util.Optional;

/** How large a record from outside may be: the same settings for every service. */
public final class IntakeSettings {
    /** Left beside protein and SMILES for identifiers, functions, key and headers. */
    private static final int OVERHEAD_BYTES = 8_192;

    private static final Setting<Integer> PROTEIN_LENGTH = Setting.number(
            "protein.max.length",
            IntakeLimits.USUAL.proteinLength(),
            atLeast(1),
            "Records with more residues are rejected.");

    private static final Setting<Integer> SMILES_LENGTH = Setting.number(
            "smiles.max.length",
            IntakeLimits.USUAL.smilesLength(),
            atLeast(1),
            "Records with a longer SMILES are rejected.");

    public static final Setting<Integer> RECORD_BYTES = Setting.number(
            "record.max.bytes",
            262_144,
            between(1_024, 524_288),
            "Records whose key, value and headers take more bytes are rejected undecoded.");

    public static final SettingsGroup GROUP = SettingsGroup.of(PROTEIN_LENGTH, SMILES_LENGTH, RECORD_BYTES)
            .checkedBy(IntakeSettings::recordHoldsItsParts);

    private IntakeSettings() {}

    public static IntakeLimits limits(Settings settings) {
        return new IntakeLimits(settings.get(SMILES_LENGTH), settings.get(PROTEIN_LENGTH));
    }

    /** Whether a record that is allowed by its parts is allowed as a whole. */
    private static Optional<String> recordHoldsItsParts(Settings settings) {
        long most = 0L + settings.get(PROTEIN_LENGTH) + settings.get(SMILES_LENGTH) + OVERHEAD_BYTES;
        return SettingsRule.when(
                most > settings.get(RECORD_BYTES),
                "%s and %s with %d bytes for everything else are more than %s, so allowed requests would be rejected"
                        .formatted(
                                settings.told(PROTEIN_LENGTH),
                                settings.told(SMILES_LENGTH),
                                OVERHEAD_BYTES,
                                settings.told(RECORD_BYTES)));
    }
}
