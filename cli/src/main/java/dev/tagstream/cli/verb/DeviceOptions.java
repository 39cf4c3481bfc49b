package dev.tagstream.cli.verb;

import dev.tagstream.model.checkpoint.TensorType;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where and in what type an engine computes. */
final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, or cuda:0 and so on. Default: ${DEFAULT-VALUE}.")
    String device = "cpu";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description =
                    "float32, bfloat16, or auto: bfloat16 where it is much faster, on GPUs and processors with AMX."
                            + " Default: ${DEFAULT-VALUE}.")
    String dtype = "auto";

    EngineOptions engine() {
        try {
            return EngineOptions.DEFAULT
                    .withDevice(device)
                    .withDtype(type())
                    .withSpanCacheBytes(Hardware.preferredCacheBytes(device));
        } catch (IllegalArgumentException e) {
            throw new VerbFailedException(e.getMessage() + ".", e);
        }
    }

    private TensorType type() {
        return dtype.equals("auto") ? Hardware.preferredType(device) : type(dtype, "float32, bfloat16 or auto");
    }

    /**
     * The type of that name.
     *
     * @param allowed what the sentence of the error offers
     */
    static TensorType type(String dtype, String allowed) {
        return switch (dtype) {
            case "float32" -> TensorType.F32;
            case "bfloat16" -> TensorType.BF16;
            default -> throw new VerbFailedException("--dtype %s is not %s.".formatted(dtype, allowed));
        };
    }

    /** The settings that say the same to a processor. */
    Map<String, String> settings() {
        return Map.of("device", device, "dtype", dtype);
    }
}
