package dev.tagstream.cli.options;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.tags.file.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where and in what type an engine computes. */
public final class DeviceOptions {
    private static final String DEFAULT_DEVICE = "cpu";
    private static final String DEFAULT_DTYPE = "auto";

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, or cuda:0 and so on. Default: " + DEFAULT_DEVICE + ".")
    Optional<String> device = Optional.empty();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description =
                    "float32, bfloat16, or auto: bfloat16 where it is much faster, on GPUs and processors with AMX."
                            + " Default: " + DEFAULT_DTYPE + ".")
    public Optional<String> dtype = Optional.empty();

    public EngineOptions engine() {
        String name = device.orElse(DEFAULT_DEVICE);
        try {
            return EngineOptions.DEFAULT
                    .withDevice(name)
                    .withDtype(type(name))
                    .withSpanCacheBytes(Hardware.preferredCacheBytes(name));
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(e.getMessage() + ".", e);
        }
    }

    private TensorType type(String deviceName) {
        String name = dtype.orElse(DEFAULT_DTYPE);
        return name.equals("auto") ? Hardware.preferredType(deviceName) : type(name, "float32, bfloat16 or auto");
    }

    /**
     * The type of that name.
     *
     * @param allowed what the sentence of the error offers
     */
    public static TensorType type(String dtype, String allowed) {
        return switch (dtype) {
            case "float32" -> TensorType.F32;
            case "bfloat16" -> TensorType.BF16;
            default -> throw new TagstreamException("--dtype %s is not %s.".formatted(dtype, allowed));
        };
    }

    /** The settings that say the same to a processor; none for what was not said, so that its other sources count. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        device.ifPresent(name -> settings.put("device", name));
        dtype.ifPresent(name -> settings.put("dtype", name));
        return settings;
    }
}
