package dev.tagstream.cli.doctor;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.model.engine.MatrixPeak;
import dev.tagstream.tags.file.TensorType;
import java.util.Locale;
import java.util.Optional;

/** Lets a device multiply matrices for a moment, and compares its memory with the weights. */
public final class DeviceCheck {
    private static final String CHECK = "device";
    private static final double GIBI = 1L << 30;
    private static final double TERA = 1e12;
    /** The rest holds spans, batches and what libtorch keeps for itself. */
    private static final double WEIGHTS_SHARE = 0.8;

    private DeviceCheck() {}

    public static Finding look(EngineOptions options, Optional<ModelFacts> model) {
        MatrixPeak.Peak peak;
        try {
            peak = MatrixPeak.glance(options);
        } catch (RuntimeException | LinkageError e) {
            return Finding.wrong(
                    CHECK,
                    "%s does not compute: %s".formatted(options.device(), firstLine(e)),
                    options.device().equals("cpu")
                            ? "Check that libtorch suits this machine: PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR, if they are set."
                            : "Check `nvidia-smi`, and that libtorch has CUDA: PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR name one.");
        }
        long memory = Hardware.memoryBytes(options.device());
        String found = String.format(
                Locale.ROOT,
                "%s multiplies %d x %d matrices in %s at %.3g TFLOP/s; memory %.1f GiB",
                options.device(),
                peak.n(),
                peak.n(),
                options.dtype() == TensorType.BF16 ? "bfloat16" : "float32",
                peak.flopsPerSecond() / TERA,
                memory / GIBI);
        return model.map(facts -> withWeights(found, weights(facts, options), memory))
                .orElseGet(() -> Finding.ok(CHECK, found));
    }

    private static long weights(ModelFacts facts, EngineOptions options) {
        return facts.parameters() * (options.dtype() == TensorType.BF16 ? Short.BYTES : Float.BYTES);
    }

    static Finding withWeights(String found, long weights, long memory) {
        String both = found + String.format(Locale.ROOT, ", weights %.2g GiB", weights / GIBI);
        if (memory <= 0 || weights <= WEIGHTS_SHARE * memory) {
            return Finding.ok(CHECK, both);
        }
        return weights > memory
                ? Finding.wrong(CHECK, both, "Take a device with more memory, or a smaller model.")
                : Finding.warning(
                        CHECK,
                        both,
                        "Lower protein.cache.max.bytes and smiles.cache.max.bytes, or take a larger device.");
    }

    private static String firstLine(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.lines().findFirst().orElse(text);
    }
}
