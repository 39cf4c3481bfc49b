package dev.tagstream.cli.verb;

import dev.tagstream.model.checkpoint.TensorType;
import dev.tagstream.model.engine.EngineOptions;
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
            defaultValue = "float32",
            description = "float32 or bfloat16. Default: ${DEFAULT-VALUE}.")
    String dtype = "float32";

    EngineOptions engine() {
        try {
            return EngineOptions.DEFAULT.withDevice(device).withDtype(type(dtype));
        } catch (IllegalArgumentException e) {
            throw new VerbFailedException(e.getMessage() + ".", e);
        }
    }

    /** The type of that name. */
    static TensorType type(String dtype) {
        return switch (dtype) {
            case "float32" -> TensorType.F32;
            case "bfloat16" -> TensorType.BF16;
            default -> throw new VerbFailedException("--dtype %s is neither float32 nor bfloat16.".formatted(dtype));
        };
    }

    /** The settings that say the same to a processor. */
    Map<String, String> settings() {
        return Map.of("device", device, "dtype", dtype);
    }
}
