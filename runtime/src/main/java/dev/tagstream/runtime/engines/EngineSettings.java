package dev.tagstream.runtime.engines;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.model.engine.SpanCacheBounds;
import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import dev.tagstream.runtime.config.SettingsRule;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.file.TensorType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which model, and where it computes: the same settings for every service. */
public final class EngineSettings {
    /** A bound that the device's memory decides. */
    private static final long BY_DEVICE_MEMORY = -1;

    /** A limit that the model's positions decide. */
    private static final int BY_MODEL = 0;

    private static final String AUTO = "auto";
    private static final String FLOAT32 = "float32";
    private static final String BFLOAT16 = "bfloat16";

    public static final Setting<Path> MODEL_DIR = Setting.requiredText(
                    "model.dir", "LLaMA checkpoint in Hugging Face layout: config.json, tokenizer.json, safetensors.")
            .as(Path::of);

    public static final Setting<List<String>> DEVICES = Setting.text(
                    "device",
                    "cpu",
                    new DeviceNames(),
                    "Where the engine computes, or several devices separated by commas: each gets an engine, with weights,"
                            + " cache and batches of its own.")
            .as(DeviceNames::of);

    private static final Setting<String> DTYPE = Setting.choice(
            "dtype",
            List.of(AUTO, FLOAT32, BFLOAT16),
            "What the engine computes in; auto is bfloat16, less exact, where it is much faster: on GPUs and on processors with AMX.");

    private static final Setting<Long> PROTEIN_CACHE_BYTES = Setting.longNumber(
            "protein.cache.max.bytes",
            BY_DEVICE_MEMORY,
            atLeast(BY_DEVICE_MEMORY),
            "Memory on the device for keys and values of proteins already encoded; -1 means an eighth of what it has.");

    private static final Setting<Long> SMILES_CACHE_BYTES = Setting.longNumber(
            "smiles.cache.max.bytes",
            BY_DEVICE_MEMORY,
            atLeast(BY_DEVICE_MEMORY),
            "Memory on the device for keys and values of molecules already encoded; -1 means an eighth of what it has.");

    private static final Setting<Integer> PROTEIN_TOKENS = Setting.number(
            "protein.max.tokens",
            BY_MODEL,
            atLeast(BY_MODEL),
            "Longer proteins are cut to this and the prediction says so; 0 means half of the model's positions.");

    private static final Setting<Integer> SMILES_TOKENS = Setting.number(
            "smiles.max.tokens",
            BY_MODEL,
            atLeast(BY_MODEL),
            "Longer SMILES are cut to this and the prediction says so; 0 means a quarter of the model's positions.");

    public static final SettingsGroup GROUP = SettingsGroup.of(
                    MODEL_DIR, DEVICES, DTYPE, PROTEIN_CACHE_BYTES, SMILES_CACHE_BYTES, PROTEIN_TOKENS, SMILES_TOKENS)
            .checkedBy(EngineSettings::limitsTogether);

    private EngineSettings() {}

    /** One engine for each device. */
    public static List<EngineOptions> options(Settings settings) {
        return settings.get(DEVICES).stream()
                .map(device -> options(settings, device))
                .toList();
    }

    private static EngineOptions options(Settings settings, String device) {
        Map<String, Integer> spanLimits = new HashMap<>();
        limit(spanLimits, Domain.PROTEIN, settings.get(PROTEIN_TOKENS));
        limit(spanLimits, Domain.SMILES, settings.get(SMILES_TOKENS));
        return EngineOptions.DEFAULT
                .withDevice(device)
                .withDtype(dtype(settings, device))
                .withSpanCache(spanCache(settings, device))
                .withSpanLimits(spanLimits);
    }

    private static TensorType dtype(Settings settings, String device) {
        return switch (settings.get(DTYPE)) {
            case FLOAT32 -> TensorType.F32;
            case BFLOAT16 -> TensorType.BF16;
            default -> Hardware.preferredType(device);
        };
    }

    private static SpanCacheBounds spanCache(Settings settings, String device) {
        Map<String, Long> byDomain = new HashMap<>();
        bound(byDomain, Domain.PROTEIN, settings.get(PROTEIN_CACHE_BYTES));
        bound(byDomain, Domain.SMILES, settings.get(SMILES_CACHE_BYTES));
        boolean allBound =
                byDomain.size() == Domain.ALL.size(); // then a device that is not there is not asked for its memory
        return new SpanCacheBounds(allBound ? 0 : Hardware.preferredCacheBytes(device), byDomain);
    }

    private static void bound(Map<String, Long> byDomain, Domain domain, long bytes) {
        if (bytes != BY_DEVICE_MEMORY) {
            byDomain.put(domain.name(), bytes);
        }
    }

    private static void limit(Map<String, Integer> spanLimits, Domain domain, int tokens) {
        if (tokens != BY_MODEL) {
            spanLimits.put(domain.name(), tokens);
        }
    }

    /** The engine checks given limits against the model's positions, and can only do so if it is given both. */
    private static Optional<String> limitsTogether(Settings settings) {
        return SettingsRule.when(
                (settings.get(PROTEIN_TOKENS) == BY_MODEL) != (settings.get(SMILES_TOKENS) == BY_MODEL),
                "%s and %s must be set together, or neither"
                        .formatted(settings.told(PROTEIN_TOKENS), settings.told(SMILES_TOKENS)));
    }
}
