package dev.tagstream.runtime.engines;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.model.engine.SpanCacheBounds;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.tags.file.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** Which model, and where it computes: the same settings for every service. */
public final class EngineSettings {
    /** A bound that the device's memory decides. */
    private static final long BY_DEVICE_MEMORY = -1;

    private EngineSettings() {}

    public static void define(ConfigDef config) {
        config.define(
                        "model.dir",
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "LLaMA checkpoint in Hugging Face layout: config.json, tokenizer.json, safetensors.")
                .define(
                        "device",
                        ConfigDef.Type.STRING,
                        "cpu",
                        new DeviceNames(),
                        HIGH,
                        "Where the engine computes, or several devices separated by commas: each gets an engine, with weights,"
                                + " cache and batches of its own.")
                .define(
                        "dtype",
                        ConfigDef.Type.STRING,
                        "auto",
                        ConfigDef.ValidString.in("auto", "float32", "bfloat16"),
                        HIGH,
                        "What the engine computes in; auto is bfloat16, less exact, where it is much faster: on GPUs and on processors with AMX.")
                .define(
                        "protein.cache.max.bytes",
                        ConfigDef.Type.LONG,
                        BY_DEVICE_MEMORY,
                        ConfigDef.Range.atLeast(BY_DEVICE_MEMORY),
                        MEDIUM,
                        "Memory on the device for keys and values of proteins already encoded; -1 means an eighth of what it has.")
                .define(
                        "smiles.cache.max.bytes",
                        ConfigDef.Type.LONG,
                        BY_DEVICE_MEMORY,
                        ConfigDef.Range.atLeast(BY_DEVICE_MEMORY),
                        MEDIUM,
                        "Memory on the device for keys and values of molecules already encoded; -1 means an eighth of what it has.")
                .define(
                        "protein.max.tokens",
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        MEDIUM,
                        "Longer proteins are cut to this and the prediction says so; 0 means half of the model's positions.")
                .define(
                        "smiles.max.tokens",
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        MEDIUM,
                        "Longer SMILES are cut to this and the prediction says so; 0 means a quarter of the model's positions.");
    }

    /** One engine for each device. */
    public static List<EngineOptions> options(Settings settings) {
        return DeviceNames.of(settings.text("device")).stream()
                .map(device -> options(settings, device))
                .toList();
    }

    private static EngineOptions options(Settings settings, String device) {
        Map<String, Integer> spanLimits = new HashMap<>();
        limit(spanLimits, "Protein", settings.number("protein.max.tokens"));
        limit(spanLimits, "SMILES", settings.number("smiles.max.tokens"));
        return EngineOptions.DEFAULT
                .withDevice(device)
                .withDtype(dtype(settings, device))
                .withSpanCache(spanCache(settings, device))
                .withSpanLimits(spanLimits);
    }

    private static TensorType dtype(Settings settings, String device) {
        return switch (settings.text("dtype")) {
            case "float32" -> TensorType.F32;
            case "bfloat16" -> TensorType.BF16;
            default -> Hardware.preferredType(device);
        };
    }

    private static SpanCacheBounds spanCache(Settings settings, String device) {
        Map<String, Long> byDomain = new HashMap<>();
        bound(byDomain, "Protein", settings.longNumber("protein.cache.max.bytes"));
        bound(byDomain, "SMILES", settings.longNumber("smiles.cache.max.bytes"));
        boolean allBound = byDomain.size() == 2; // then a device that is not there is not asked for its memory
        return new SpanCacheBounds(allBound ? 0 : Hardware.preferredCacheBytes(device), byDomain);
    }

    private static void bound(Map<String, Long> byDomain, String domain, long bytes) {
        if (bytes != BY_DEVICE_MEMORY) {
            byDomain.put(domain, bytes);
        }
    }

    private static void limit(Map<String, Integer> spanLimits, String domain, int tokens) {
        if (tokens > 0) {
            spanLimits.put(domain, tokens);
        }
    }

    /** The engine checks given limits against the model's positions, and can only do so if it is given both. */
    public static Optional<String> limitsTogether(Settings settings) {
        return (settings.number("protein.max.tokens") == 0) == (settings.number("smiles.max.tokens") == 0)
                ? Optional.empty()
                : Optional.of("%s and %s must be set together, or neither"
                        .formatted(settings.told("protein.max.tokens"), settings.told("smiles.max.tokens")));
    }
}
